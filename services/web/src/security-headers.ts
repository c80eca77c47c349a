/** Where browsers tell what the policy kept from being loaded. */
export const policyReports = "/api/v1/policy-reports";

/** What a page of ours may load: nothing but itself, and no script that was not built with it. */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types cti; " +
  `report-uri ${policyReports}; report-to policy`;

/** Only over https: a browser that saw it will ask in no other way for a year. */
export const strictTransport = "max-age=31536000; includeSubDomains";

/**
 * On every answer, also on those that no hook sees (bad HTTP, bad addresses). Written out instead of left to a plugin,
 * so that there is one place for both.
 */
export const securityHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "reporting-endpoints": `policy="${policyReports}"`,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
} as const;
