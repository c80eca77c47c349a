import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useMe } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Panel } from "../../kit/page.tsx";
import { FormProblem } from "../../kit/states.tsx";
import { say } from "../../shell/bar-store.ts";
import { PasswordInput } from "./password-input.tsx";

export function PasswordForm(): ReactElement {
  const { user } = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => api.changePassword({ body: { current_password: current, password: next } }),
    onSuccess: async () => {
      setCurrent("");
      setNext("");
      await queryClient.invalidateQueries({ queryKey: ["session"] });
      say("The password is changed. Your other sessions have ended.");
    },
  });
  return (
    <Panel title="Change your password">
      <form
        className="flex max-w-md flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        {user.must_change_password && (
          <p className="text-warn">Choose a password of your own before you go on.</p>
        )}
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <PasswordInput
          label="New password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          hint="At least 12 characters; known leaked ones are refused."
        />
        <FormProblem error={change.error} />
        <Button type="submit" kind="primary" disabled={change.isPending} className="self-start">
          Change password
        </Button>
      </form>
    </Panel>
  );
}
