import { Check, Copy, Eye, EyeOff, Grid3x3, RotateCcw, Search, X } from "lucide-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { copy, visible } from "../../kit/remote.tsx";
import { shownName } from "./entity-columns.tsx";
import { judge } from "./judge.ts";
import type { Entity } from "./queries.ts";
import { isIndicator, searchFor } from "./search-for.ts";
import { useVerdicts, type Verdict } from "./verdicts.ts";
import { useWatch } from "./watch.ts";

const size = 15;

/** Copy, watch, accept, reject: with the keys that do the same. */
export function EntityActions({ entity }: { entity: Entity }): ReactElement {
  const { type, value } = entity;
  const { write } = useRights();
  const watch = useWatch(entity);
  const navigate = useNavigate();
  const name = shownName(entity);
  const isIoc = isIndicator(type);
  const copyShown = (): void => void copy(name, isIoc ? "defanged" : "the name");
  useKeys("Entity", {
    articles: {
      key: "v",
      label: "Articles that name it",
      run: () => void navigate({ to: "/articles", search: { q: searchFor(type, value) } }),
    },
    copy: { key: "c", label: isIoc ? "Copy defanged" : "Copy its name", run: copyShown },
    ...(isIoc && {
      copyRaw: { key: "Shift+c", label: "Copy raw", run: () => void copy(visible(value), "raw") },
    }),
    ...(write &&
      watch && {
        watch: {
          key: "w",
          label: watch.watched ? "Watch no longer" : "Watch",
          run: () => void watch.toggle(),
        },
      }),
  });
  return (
    <>
      <Button
        action="entity.articles"
        icon={<Search size={size} aria-hidden />}
        onClick={() => void navigate({ to: "/articles", search: { q: searchFor(type, value) } })}
      >
        Articles
      </Button>
      <MatrixLink entity={entity} />
      <Button action="entity.copy" icon={<Copy size={size} aria-hidden />} onClick={copyShown}>
        {isIoc ? "Copy defanged" : "Copy"}
      </Button>
      {isIoc && (
        <Button action="entity.copyRaw" kind="quiet" onClick={() => void copy(visible(value), "raw")}>
          Copy raw
        </Button>
      )}
      {write && watch && (
        <Button
          action="entity.watch"
          aria-pressed={watch.watched}
          title={
            watch.watched
              ? "It ranks higher for you: stop that"
              : "What speaks of it ranks higher and says so"
          }
          icon={watch.watched ? <EyeOff size={size} aria-hidden /> : <Eye size={size} aria-hidden />}
          onClick={() => void watch.toggle()}
        >
          {watch.watched ? "Watching" : "Watch"}
        </Button>
      )}
      {write && <Judging entity={entity} name={name} />}
    </>
  );
}

const users: readonly string[] = ["actor", "malware", "ransomware", "tool"];

/** A technique stands on the matrix; of actors and what they use it shows the techniques. */
function MatrixLink({ entity: { id, type, value } }: { entity: Entity }): ReactElement | null {
  if (type !== "technique" && !users.includes(type)) return null;
  return (
    <ButtonLink
      to="/attack"
      search={type === "technique" ? { technique: value, all: "1" } : { entity: String(id), days: "all" }}
    >
      <Grid3x3 size={size} aria-hidden />
      ATT&CK
    </ButtonLink>
  );
}

function Judging({ entity: { id, verdict }, name }: { entity: Entity; name: string }): ReactElement {
  const ofVisit = useVerdicts().get(id);
  const current = ofVisit === undefined ? (verdict?.verdict ?? null) : ofVisit;
  const decide = (next: Verdict): void => void judge([id], current === next ? null : next, name);
  useKeys("Entity", {
    accept: {
      key: "e",
      label: current === "accepted" ? "Forget the verdict" : "Accept",
      run: () => decide("accepted"),
    },
    reject: {
      key: "d",
      label: current === "rejected" ? "Forget the verdict" : "Reject",
      run: () => decide("rejected"),
    },
  });
  if (current !== null)
    return (
      <Button
        action={current === "accepted" ? "entity.accept" : "entity.reject"}
        icon={<RotateCcw size={size} aria-hidden />}
        onClick={() => decide(current)}
      >
        Forget verdict
      </Button>
    );
  return (
    <>
      <Button
        action="entity.accept"
        title="The articles are right about it: sure from now on, everywhere"
        icon={<Check size={size} aria-hidden />}
        onClick={() => decide("accepted")}
      >
        Accept
      </Button>
      <Button
        action="entity.reject"
        title="Found by mistake: leaves lists, exports and scores, everywhere"
        icon={<X size={size} aria-hidden />}
        onClick={() => decide("rejected")}
      >
        Reject
      </Button>
    </>
  );
}
