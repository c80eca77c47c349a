/** Says what is wrong with a certificate or a handshake, for a sentence that begins with the host; null when it is neither. */
export function describeTlsFailure(code: string): string | null {
  const known = failures[code];
  if (known !== undefined) return known;
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") return `offers no usable TLS (${code})`;
  if (/CERT|SIGNATURE|ISSUER|CRL|CA$/.test(code))
    return `has a certificate that cannot be verified (${code})`;
  return null;
}

const failures: Record<string, string | undefined> = {
  CERT_HAS_EXPIRED: "has a certificate that has expired",
  CERT_NOT_YET_VALID: "has a certificate that is not valid yet",
  CERT_REVOKED: "has a certificate that was revoked",
  DEPTH_ZERO_SELF_SIGNED_CERT: "has a self-signed certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "has a certificate from an authority we do not know (self-signed in the chain)",
  ERR_TLS_CERT_ALTNAME_INVALID: "has a certificate for another host name",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "does not send the whole certificate chain",
  UNABLE_TO_GET_ISSUER_CERT: "does not send the whole certificate chain",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "has a certificate from an authority we do not know",
};
