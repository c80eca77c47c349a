import { speaksToModel } from "./injection.ts";

/**
 * Whether a claim gives orders that no analysis gives: it speaks to a model, or it advises to trust, open, run or switch
 * off what an attacker would like to be trusted, opened, run or switched off.
 */
export function isOrder(text: string, isAdvice: boolean): boolean {
  if (speaksToModel(text)) return true;
  return isAdvice
    ? HARMFUL.test(text) || CALMING.test(text)
    : CALMING.test(text) || BEGINS_HARMFUL.test(text);
}

const PROTECTION =
  "(?:microsoft )?(?:defender|antivirus|anti-virus|edr|xdr|firewall|amsi|logging|audit(?:ing)?|endpoint protection|real-time protection|security software|security tools?|security controls?|mfa|multi-factor authentication|updates?|smartscreen|uac|selinux|sysmon)";
const SWITCH_OFF = `(?:disable|turn off|switch off|uninstall|stop|deactivate|remove)(?: \\p{L}+){0,2} ${PROTECTION}`;
const TRUST =
  "(?:whitelist|allowlist|allow-list|white-list|unblock|trust|permit)(?: \\p{L}+){0,3} (?:domain|ip|host|hosts|address|addresses|url|file|hash|hashes|sender|site|server|traffic|\\S+[.\\]]\\S+)";
const OPEN =
  "(?:visit|browse to|go to|open|click|download|fetch|install|run|execute|curl|wget|paste)(?: \\p{L}+){0,4} (?:https?:\\/\\/|hxxps?|www\\.|\\S+\\[?\\.\\]?\\S+\\/\\S+|link|installer|the attached|cleanup tool|removal tool|fix tool|this command|the following command|script from)";
const SEND =
  "(?:send|upload|forward|submit|email|e-mail|post|share|report)(?: \\p{L}+){0,5} (?:credentials?|passwords?|tokens?|logs|findings|keys|data|samples?|results) (?:to|at) \\S*(?:@|https?:|\\.[a-z]{2,})";

const HARMFUL = new RegExp(
  `(?:^|[.;!:] ?|please |should |must |and |then |to )(?:(?:${SWITCH_OFF})(?= (?:on|for|across|during|while|before|so|to)\\b|[.,;!]|$)|${TRUST}|${OPEN}|${SEND})|(?:curl|wget|iwr|irm)\\b.{1,200}\\|\\s*(?:ba|z)?sh\\b|rm -rf \\/`,
  "iu",
);
const BEGINS_HARMFUL = new RegExp(
  `^(?:please |you should |users should |analysts should |administrators should )?(?:${SWITCH_OFF}|${TRUST}|${OPEN}|${SEND})`,
  "iu",
);
const CALMING =
  /(?:no (?:action|patch(?:ing)?|investigation|response) (?:is|are) (?:needed|required|necessary)|no need to (?:patch|investigate|block|act|worry)|(?:is|are) (?:safe|trusted|harmless|benign) and (?:should|can|may|must)|(?:can|should|may|must) (?:safely )?be (?:ignored|trusted|whitelisted|allowlisted|unblocked)|(?:mark|treat|consider|classify|label|regard) (?:\S+ ){1,5}(?:as )?(?:benign|safe|trusted|harmless|clean)(?![\p{L}]))/iu;
