import { ApiProblem } from "@cti/contract/client";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LogIn } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { buttonClass, Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { useTitle } from "../../kit/page.tsx";
import { errorText } from "../../kit/states.tsx";
import { Door } from "./door.tsx";
import { PasswordInput } from "./password-input.tsx";
import { safeNext } from "./safe-next.ts";

const route = getRouteApi("/sign-in");

const reasons: Record<string, string> = {
  ended: "Your session has ended. Sign in to go on where you were.",
  revoked: "Your session was ended from elsewhere.",
};

export function SignInPage(): ReactElement {
  useTitle("Sign in");
  const { next, why, login_error: fromProvider } = route.useSearch();
  const setup = useQuery({ queryKey: ["setup"], queryFn: ({ signal }) => api.getSetup({ signal }) }).data;
  return (
    <Door title="Sign in">
      {why && reasons[why] && <p className="text-muted">{reasons[why]}</p>}
      {fromProvider && (
        <p role="alert" className="text-bad">
          The identity provider did not let you in ({fromProvider}). Try again, or ask who runs this server.
        </p>
      )}
      {setup?.needed && (
        <p className="text-warn">
          Nobody can sign in yet.{" "}
          <a className="underline" href="/setup">
            Make the first account
          </a>
          .
        </p>
      )}
      {setup && !setup.sign_in_possible && <Unkept />}
      <SignInForm onDone={() => window.location.assign(safeNext(next))} />
      {setup?.oidc && (
        <a href="/api/v1/session/oidc" className={`${buttonClass()} justify-center`}>
          {setup.oidc.label}
        </a>
      )}
    </Door>
  );
}

/** Browsers keep the cookie only over TLS or from this machine: without this word a right password would just not work. */
function Unkept(): ReactElement {
  return (
    <p role="alert" className="rounded-md bg-warn-soft p-3 text-warn">
      Your browser will not keep a sign-in over this connection: it is plain HTTP to another machine. Open
      this page over https, or from the machine itself at http://localhost.
    </p>
  );
}

function SignInForm({ onDone }: { onDone: () => void }): ReactElement {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await api.login({ body: { username, password, ...(needsCode && { code }) } });
      onDone();
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiProblem && error.code === "code_required") setNeedsCode(true);
      else setProblem(inWords(error));
    }
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Field label="User name">
        {(control) => (
          <Input
            {...control}
            autoFocus
            required
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      {needsCode && (
        <Field label="Code" hint="Six digits from your app, or one of your recovery codes.">
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              inputMode="text"
              autoComplete="one-time-code"
              className="font-mono tracking-widest"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
      )}
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <Button
        type="submit"
        kind="primary"
        disabled={busy}
        className="justify-center"
        icon={<LogIn size={16} aria-hidden />}
      >
        {busy ? "Signing in …" : "Sign in"}
      </Button>
    </form>
  );
}

function inWords(error: unknown): string {
  if (error instanceof ApiProblem && error.code === "login_failed")
    return "User name, password or code is wrong. Each counts: after a few wrong tries there is a pause.";
  return errorText(error).title;
}
