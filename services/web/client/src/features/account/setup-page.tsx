import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { UserRoundPlus } from "lucide-react";
import { useEffect, useState, type FormEvent, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { useTitle } from "../../kit/page.tsx";
import { ErrorPanel, errorText, Loaded } from "../../kit/states.tsx";
import { Door } from "./door.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { PasswordInput } from "./password-input.tsx";

const route = getRouteApi("/setup");

/** First start: the token from the server's log, the first person, then what to do first. */
export function SetupPage(): ReactElement {
  useTitle("Set up");
  const [done, setDone] = useState(false);
  const setup = useQuery({
    queryKey: ["setup"],
    queryFn: ({ signal }) => api.getSetup({ signal }),
    staleTime: Infinity,
  });
  if (done) return <FirstSteps />;
  return (
    <Door title="Welcome" wide>
      <Loaded query={setup}>
        {({ needed, sign_in_possible: possible }) => {
          if (!needed) return <AlreadySetUp />;
          return (
            <>
              <p className="text-muted">
                Make the first account. It may do everything; others are added later with the rights they
                need.
              </p>
              {!possible && (
                <ErrorPanel
                  error={
                    new Error(
                      "Your browser will not keep a sign-in over plain HTTP to another machine: open this page over https, or at http://localhost.",
                    )
                  }
                />
              )}
              <SetupForm onDone={() => setDone(true)} />
            </>
          );
        }}
      </Loaded>
    </Door>
  );
}

function AlreadySetUp(): ReactElement {
  return (
    <p>
      This installation has its first account already.{" "}
      <a href="/sign-in" className="text-accent underline">
        Sign in
      </a>
      , or ask who runs it to add you.
    </p>
  );
}

function SetupForm({ onDone }: { onDone: () => void }): ReactElement {
  const { token: given } = route.useSearch();
  const navigate = route.useNavigate();
  const [token, setToken] = useState(given ?? "");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // A secret does not stay in the address, which ends in histories and logs.
  useEffect(() => {
    if (given) void navigate({ search: {}, replace: true });
  }, [given, navigate]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await api.createFirstAdmin({ body: { token: token.trim(), username, password } });
      onDone();
    } catch (error) {
      const { title, detail } = errorText(error);
      setProblem(detail ? `${title}: ${detail}` : title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Field
        label="Setup token"
        hint={
          <>
            The server wrote it into its log at its start, and it holds for an hour. In containers:{" "}
            <code className="font-mono">docker compose logs web | grep setup_token</code>. A restart makes a
            new one.
          </>
        }
      >
        {(control) => (
          <Input
            {...control}
            autoFocus={!token}
            required
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        )}
      </Field>
      <Field label="User name">
        {(control) => (
          <Input
            {...control}
            autoFocus={Boolean(token)}
            required
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <PasswordInput
        label="Password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint={`At least 12 characters${password ? `, now ${password.length}` : ""}. A sentence is easier to keep than a riddle; known leaked ones are refused.`}
      />
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
        icon={<UserRoundPlus size={16} aria-hidden />}
      >
        {busy ? "Making the account …" : "Make the first account"}
      </Button>
    </form>
  );
}
