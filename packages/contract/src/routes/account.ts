import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { line } from "../shapes.ts";
import { passwordText } from "./setup.ts";

export const accountRoutes = {
  changePassword: route(paths.changePassword, {
    tag: "Account",
    summary: "Choose another password",
    description: "Ends all your other sessions; this one goes on with a new cookie.",
    body: z.object({ current_password: passwordText, password: passwordText }),
    response: null,
    problems: ["login_failed", "conflict", "invalid"],
    role: "viewer",
    scope: "account",
    bucket: "login",
  }),
  beginTotp: route(paths.beginTotp, {
    tag: "Account",
    summary: "A secret for an authenticator app, which counts once it is confirmed",
    body: z.object({ password: passwordText }),
    response: z.object({ secret: z.string(), uri: z.string() }).meta({ id: "TotpSecret" }),
    problems: ["login_failed", "conflict"],
    role: "viewer",
    scope: "account",
    bucket: "login",
  }),
  confirmTotp: route(paths.confirmTotp, {
    tag: "Account",
    summary: "Confirm the second factor with a code of the app",
    description: "The answer shows the recovery codes, each good for one sign-in. They are not shown again.",
    body: z.object({ code: line(40) }),
    response: z.object({ recovery_codes: z.array(z.string()) }).meta({ id: "RecoveryCodes" }),
    problems: ["conflict", "invalid"],
    role: "viewer",
    scope: "account",
    bucket: "login",
  }),
  removeTotp: route(paths.removeTotp, {
    tag: "Account",
    summary: "Do without the second factor",
    body: z.object({ password: passwordText, code: line(40) }),
    response: null,
    problems: ["login_failed", "conflict"],
    role: "viewer",
    scope: "account",
    bucket: "login",
  }),
};
