import { testCollector } from "@cti/testing/collector";
import { seedArticles } from "@cti/testing/seed-articles";

import type { Asker, TestWeb } from "./test-web.ts";

/** A row of a tenant's own for each noun that has ids; the API made them. */
export type OwnRows = {
  tenant: number;
  note: number;
  savedSearch: number;
  watch: number;
  benign: number;
  token: number;
  user: number;
  session: number;
};

const at = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

const articles = [
  {
    source: "alpha",
    title: "Harbor VPN gateways attacked through CVE-2026-41001",
    text: "Attackers exploit CVE-2026-41001 in the Harbor VPN gateway to plant a web shell. Incident responders saw the web shell gateway-status.jsp on forty appliances. The commands came from gate-update[.]example over HTTPS. Harbor has published a fix and asks customers to rotate every certificate that the appliance held.",
    at: at(30),
  },
  {
    source: "beta",
    title: "Web shells on Harbor VPN appliances after CVE-2026-41001",
    text: "Harbor VPN appliances are under attack through CVE-2026-41001, a file write flaw in the portal. Responders describe a web shell named gateway-status.jsp that calls gate-update[.]example. Customers should install the fix of the vendor and replace certificates, because the intruders copied private keys from many appliances.",
    at: at(26),
  },
  {
    source: "gamma",
    title: "LummaC2 stealer behind fake captcha pages",
    text: "A stealer named LummaC2 spreads by pages that ask visitors to prove they are human. The visitor pastes a PowerShell command that loads the stealer from captcha-check[.]example and 185[.]220[.]3[.]44; browser passwords are gone a minute later.",
    at: at(20),
  },
  {
    source: "alpha",
    title: "Akira ransomware hits German clinics",
    text: "The Akira ransomware group stole patient files of a chain of clinics in Germany. Investigators found rclone on two servers, hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, and a scheduled task that started the encryption at night.",
    at: at(10),
  },
  {
    source: "beta",
    title: "Win a prize",
    text: "An advertisement that nobody wants.",
    at: at(5),
    rejectedReason: "advertisement",
  },
];

const report = {
  from: "2026-03-01T00:00:00.000Z",
  until: "2026-03-02T00:00:00.000Z",
  articles: { new: 1, updated: 0, bySource: [{ source: "alpha", new: 1 }] },
  stories: [{ id: 1, title: "Harbor", score: 50, articles: 2, owners: 2 }],
  indicators: [{ type: "domain", new: 1 }],
  sources: { checked: 1, failing: [], quiet: [] },
  runs: { total: 1, failed: 0, withErrors: 0 },
};

const summary = {
  claims: [
    {
      id: 1,
      section: "summary",
      text: "Attackers exploit CVE-2026-41001.",
      subject: null,
      quotes: ["Attackers exploit CVE-2026-41001"],
      evidence: [
        {
          quote: "Attackers exploit CVE-2026-41001",
          spans: [{ articleId: 1, field: "text", start: 0, end: 32 }],
        },
      ],
      status: "supported",
      reason: null,
    },
  ],
  huntability: null,
  coverage: { parts: 1, partsRead: 1, chars: 300, charsRead: 300 },
  suspicious: [],
};

/** Some of everything that all tenants share: articles with what they name, stories, ranks, runs, checks, jobs. */
export async function fillShared({ db }: TestWeb): Promise<void> {
  await seedArticles(db, articles);
  const collector = testCollector(db, { allow: [] });
  await collector.runStages();
  await collector.close();
  const { sql } = db.owner;
  await sql`
    insert into article_versions (article_id, version, title, text, html, word_count, replaced_at)
    values (1, 1, 'Harbor VPN', 'Attackers exploit a flaw.', '<p>Attackers exploit a flaw.</p>', 4, now())`;
  await sql`update articles set version = 2 where id = 1`;
  await sql`
    insert into source_checks (source_id, run_id, started_at, duration_ms, outcome, counts)
    select 1, null, now() - n * interval '1 hour', 12, 'ok', '{"found": 1, "new": 1}' from generate_series(1, 5) n`;
  await sql`
    insert into schedules (name, interval_seconds, next_run_at)
    values ('rss_fetcher', 900, now()), ('cleanup', 86400, now())`;
  await sql`
    insert into job_records (job_id, queue, name, outcome, attempt, worker, payload, added_at, started_at, finished_at)
    select 'collect:collect-source:' || n, 'collect', 'collect-source', 'failed', 1, 'w1', '{"sourceId": 1}', now(), now(), now()
    from generate_series(1, 5) n`;
  await sql`
    insert into daily_reports (day, time_zone, report)
    values ('2026-03-01', 'UTC', ${JSON.stringify(report)}::jsonb), ('2026-03-02', 'UTC', ${JSON.stringify(report)}::jsonb)`;
  await sql`
    insert into analyses (subject, subject_id, kind, model, prompt_version, input_hash, params, status, output, error, finished_at)
    values ('article', 1, 'summary', 'mistral', 'summary-1', 'h1', '{}', 'completed', ${JSON.stringify(summary)}::jsonb, null, now()),
      ('story', 1, 'hunt', 'mistral', 'hunt-1', 'h2', '{}', 'failed', null, 'Ollama does not answer', now()),
      ('article', 2, 'summary', 'mistral', 'summary-1', 'h3', '{}', 'queued', null, null, null)`;
  await sql`
    insert into workers (id, kind, host, pid, version, started_at, last_beat_at)
    values ('w1', 'worker', 'h', 1, '1.0', now(), now())`;
}

/** What a team of its own has made; `admin` belongs to it, `browser` is signed in to it. */
export async function fillTenant(
  { db }: TestWeb,
  tenant: number,
  { admin, browser }: { admin: Asker; browser: Asker },
): Promise<OwnRows> {
  const made = async (who: Asker, path: string, body: unknown): Promise<number> => {
    const answer = await who.post(path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return (answer.body as { id: number }).id;
  };
  const note = await made(admin, "/api/v1/notes", {
    subject: "article",
    subject_id: 1,
    text: `of ${tenant}`,
  });
  const savedSearch = await made(admin, "/api/v1/saved-searches", {
    name: "mine",
    query: "cve:CVE-2026-41001",
    visibility: "team",
  });
  const watch = await made(admin, "/api/v1/watchlists", { kind: "term", value: `word${tenant}` });
  const benign = await made(admin, "/api/v1/benign", { value: `harmless${tenant}.example`, match: "domain" });
  const token = await made(browser, "/api/v1/tokens", { name: "mine", scopes: ["read"], expires_in_days: 1 });
  const user = await made(admin, "/api/v1/users", { username: `member-of-${tenant}`, role: "viewer" });
  await admin.put("/api/v1/tags/article/1/urgent");
  await admin.patch("/api/v1/articles/1/triage", { state: "kept" });
  const [session] = await db.owner.sql<{ id: string }[]>`
    select id from sessions where user_id = ${browser.userId} limit 1`;
  return { tenant, note, savedSearch, watch, benign, token, user, session: Number(session?.id) };
}
