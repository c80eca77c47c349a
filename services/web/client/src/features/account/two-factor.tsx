import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useMe } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { Panel } from "../../kit/page.tsx";
import { copy } from "../../kit/remote.tsx";
import { FormProblem } from "../../kit/states.tsx";
import { say } from "../../shell/bar-store.ts";
import { PasswordInput } from "./password-input.tsx";
import { QrCode } from "./qr-code.tsx";

/** A second factor: codes of an app, beside the password. */
export function TwoFactor(): ReactElement {
  const { user } = useMe();
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />;
  return user.totp ? <RemoveTotp /> : <SetUpTotp onDone={setCodes} />;
}

const refreshSession = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["session"] });

function SetUpTotp({ onDone }: { onDone: (codes: string[]) => void }): ReactElement {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const begin = useMutation({ mutationFn: () => api.beginTotp({ body: { password } }) });
  const confirm = useMutation({
    mutationFn: () => api.confirmTotp({ body: { code: code.replaceAll(" ", "") } }),
    onSuccess: async ({ recovery_codes: codes }) => {
      await refreshSession();
      onDone(codes);
    },
  });
  const problem = begin.error ?? confirm.error;
  return (
    <Panel title="Set up a second factor">
      <form
        className="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (begin.data) confirm.mutate();
          else begin.mutate();
        }}
      >
        <p className="text-muted">
          An authenticator app on your phone makes a code of six digits each half minute. Whoever has only
          your password is then not let in.
        </p>
        {begin.data ? (
          <>
            <QrCode text={begin.data.uri} label="Code to scan with the app" />
            <p className="text-small text-muted">
              Or type it in:{" "}
              <code className="font-mono text-text">{begin.data.secret.replace(/(.{4})/g, "$1 ")}</code>
            </p>
            <Field label="Code that the app shows now">
              {(control) => (
                <Input
                  {...control}
                  autoFocus
                  required
                  autoComplete="one-time-code"
                  inputMode="numeric"
                  className="font-mono tracking-widest"
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                />
              )}
            </Field>
          </>
        ) : (
          <PasswordInput
            label="Your password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
        )}
        <FormProblem error={problem} />
        <Button
          type="submit"
          kind="primary"
          className="self-start"
          disabled={begin.isPending || confirm.isPending}
        >
          {begin.data ? "Confirm" : "Begin"}
        </Button>
      </form>
    </Panel>
  );
}

function RemoveTotp(): ReactElement {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const remove = useMutation({
    mutationFn: () => api.removeTotp({ body: { password, code } }),
    onSuccess: async () => {
      await refreshSession();
      say("The second factor is removed.");
    },
  });
  return (
    <Panel title="The second factor is set up">
      <form
        className="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <p className="text-muted">To do without it, or to move to another phone, remove it here.</p>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Field label="Code, or a recovery code">
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="one-time-code"
              className="font-mono tracking-widest"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <FormProblem error={remove.error} />
        <Button type="submit" kind="danger" className="self-start" disabled={remove.isPending}>
          Remove the second factor
        </Button>
      </form>
    </Panel>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }): ReactElement {
  return (
    <Panel title="Recovery codes">
      <p className="max-w-prose text-muted">
        Each lets you in once, when the phone is not at hand. Keep them where the phone is not. They are not
        shown again.
      </p>
      <ul className="my-4 grid max-w-md gap-x-8 gap-y-1 font-mono sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button onClick={() => void copy(codes.join("\n"), "the recovery codes")}>Copy</Button>
        <Button kind="primary" onClick={onDone}>
          I have them
        </Button>
      </div>
    </Panel>
  );
}
