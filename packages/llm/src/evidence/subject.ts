import { type EntityType, nameTypes } from "@cti/pipeline/entities/entity-types";
import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import { refang } from "@cti/pipeline/indicators/refang";
import { familyOf } from "@cti/pipeline/knowledge/known-name";
import { findClaims } from "@cti/pipeline/names/gazetteer";
import type { RawClaim, Subject } from "../analysis.ts";
import { hasIndicator, isIndicatorType, mentionsIn } from "./indicators-around.ts";

/** What a claim is about, as our extraction writes it, and what is wrong with it by itself. */
export type ReadSubject = { subject: Subject; types: ReadonlySet<string>; problem: string | null };

/** Models name types as they like; what an unknown type means is not guessed. */
export function readSubject(
  { type, value }: NonNullable<RawClaim["subject"]>,
  knowledge: Knowledge,
): ReadSubject {
  const named = type
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_");
  const types = typesOf(named);
  const [first] = types;
  const plain = { subject: { type: first ?? named, value: value.trim(), label: null }, types };
  if (first === undefined)
    return { ...plain, problem: `“${type.slice(0, 40)}” is no type of indicator or name` };
  if (value.trim() === "" || value.length > LONGEST_VALUE)
    return { ...plain, problem: "what it is about has no value" };
  if (first === "technique" || first === "tactic") return readTechnique(plain, knowledge);
  return isIndicatorType(first) ? readIndicator(plain, knowledge) : readName(plain, knowledge);
}

const LONGEST_VALUE = 2_000;

function typesOf(named: string): ReadonlySet<string> {
  const group = GROUPS.get(named);
  if (group !== undefined) return group;
  const isName = nameTypes.some((type) => type === named);
  return new Set(isIndicatorType(named) || isName ? [named] : []);
}

const FILES = new Set(["file_name", "file_path", "pdb_path"]);
const HASHES = new Set(["sha256", "sha1", "md5", "sha512", "ssdeep", "imphash"]);
const ADDRESSES = new Set(["ipv4", "ipv6"]);
const HOSTS = new Set(["domain", "onion"]);

const GROUPS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["ip", ADDRESSES],
  ["ip_address", ADDRESSES],
  ["address", ADDRESSES],
  ["hash", HASHES],
  ["file_hash", HASHES],
  ["checksum", HASHES],
  ["file", FILES],
  ["filename", FILES],
  ["file_name", FILES],
  ["filepath", FILES],
  ["path", FILES],
  ["file_path", FILES],
  ["domain", HOSTS],
  ["domain_name", HOSTS],
  ["hostname", HOSTS],
  ["host", HOSTS],
  ["fqdn", HOSTS],
  ["uri", new Set(["url"])],
  ["link", new Set(["url"])],
  ["email_address", new Set(["email"])],
  ["mail", new Set(["email"])],
  ["registry", new Set(["registry_key"])],
  ["registry_path", new Set(["registry_key"])],
  ["pipe", new Set(["named_pipe"])],
  ["vulnerability", new Set(["cve", "ghsa", "euvd"])],
  ["useragent", new Set(["user_agent"])],
  ["wallet", new Set(["bitcoin", "ethereum", "monero"])],
  ["crypto_wallet", new Set(["bitcoin", "ethereum", "monero"])],
  ["threat_actor", new Set(["actor"])],
  ["group", new Set(["actor"])],
  ["ttp", new Set(["technique"])],
]);

type Plain = { subject: Subject; types: ReadonlySet<string> };

function readIndicator({ subject, types }: Plain, knowledge: Knowledge): ReadSubject {
  const value = refang(subject.value.replaceAll(/^[\s`"'“”]+|[\s`"'“”]+$/g, ""));
  const found = mentionsIn(value, knowledge).filter(({ start, end }) => end - start >= value.length * ENOUGH);
  const fitting = found.find(({ type }) => types.has(type));
  const plain = { subject: { ...subject, value }, types };
  if (fitting !== undefined)
    return { subject: { type: fitting.type, value: fitting.value, label: null }, types, problem: null };
  const other = found.find(({ type }) => isIndicatorType(type));
  // A checksum has no form of its own, nor has a mutex: the text decides.
  if (other === undefined) return { ...plain, problem: null };
  return { ...plain, problem: `“${value.slice(0, 80)}” is ${other.type}, not ${subject.type}` };
}

/** A port or a path may follow the value. */
const ENOUGH = 0.6;

function readTechnique({ subject, types }: Plain, { gazetteer, known }: Knowledge): ReadSubject {
  const [id] = /(?<![A-Z\d])TA?\d{4}(?:\.\d{3})?(?![\d.]*\d)/i.exec(subject.value) ?? [];
  const claims = findClaims(gazetteer, id?.toUpperCase() ?? subject.value).map(
    ({ entity }) => gazetteer.entities[entity],
  );
  const found = claims.find((entity) => entity !== undefined && types.has(entity.type));
  if (found === undefined)
    return { subject, types, problem: `there is no ${subject.type} ${subject.value.slice(0, 80)}` };
  const label = known.get(`${found.type}:${found.value}`)?.label ?? found.label;
  const exact = { subject: { type: found.type, value: found.value, label }, types };
  const name =
    id === undefined ? "" : subject.value.replace(id, "").replaceAll(/^[^\p{L}]+|[^\p{L}\p{N})]+$/gu, "");
  if (name === "") return { ...exact, problem: null };
  const others = findClaims(gazetteer, name).map(({ entity }) => gazetteer.entities[entity]);
  const isOther =
    others.length > 0 && !others.some((entity) => entity?.value.slice(0, 5) === found.value.slice(0, 5));
  return { ...exact, problem: isOther ? `${found.value} is ${label}, not ${name.slice(0, 80)}` : null };
}

function readName({ subject, types }: Plain, { gazetteer, known }: Knowledge): ReadSubject {
  const claims = findClaims(gazetteer, subject.value).map(({ entity }) => gazetteer.entities[entity]);
  const wanted = familyOf(subject.type as Parameters<typeof familyOf>[0]);
  const entities = claims.filter((entity) => entity !== undefined);
  const found = entities.find((entity) => familyOf(entity.type) === wanted);
  if (found !== undefined) {
    const label = known.get(`${found.type}:${found.value}`)?.label ?? null;
    return {
      subject: { type: found.type, value: found.value, label: label === found.value ? null : label },
      types,
      problem: null,
    };
  }
  const [other] = entities;
  if (other !== undefined && isThreat(subject.type))
    return { subject, types, problem: `${subject.value} is known as a ${other.type}` };
  return { subject, types, problem: isThreat(subject.type) ? notAName(subject.value) : null };
}

function isThreat(type: string): boolean {
  return type === "actor" || familyOf(type as EntityType as "malware") === "malware";
}

function notAName(value: string): string | null {
  if (value.length > 60 || value.split(/\s+/).length > 6) return "what it is about is no name";
  return !GENERAL.test(value) ? null : `“${value}” is no name`;
}

const GENERAL =
  /^(?:the |an? |unknown |unidentified |unnamed |several |multiple |new |state[- ]sponsored |chinese |russian |north korean |iranian )*(?:threat actors?|actors?|attackers?|hackers?|adversar(?:y|ies)|criminals?|groups?|gangs?|operators?|malware|ransomware|trojan|backdoor|loader|tools?|scripts?|payloads?|phishing|victims?|researchers?|users?|administrators?)s?$/i;

/** Whether our extraction finds the indicator among some mentions. */
export function isMentioned(subject: Subject, mentions: Parameters<typeof hasIndicator>[0]): boolean {
  return hasIndicator(mentions, subject.type, subject.value);
}
