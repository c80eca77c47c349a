/** Raised whenever claims are judged otherwise than before: analyses of an earlier one are outdated. */
export const lockVersion = 3;
