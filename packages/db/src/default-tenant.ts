/** The tenant that every installation has (migration 0003). */
export const defaultTenantId = 1;
