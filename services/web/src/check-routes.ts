import type { Route } from "@cti/contract/route";

import { WebError } from "./web-error.ts";

/**
 * Refuses what must never be served: a route without handler or the other way round, two at one address, and one that
 * does not say who may use it. Throws WebError that names it.
 */
export function checkRoutes(routes: Record<string, Route>, handlers: Record<string, unknown>): void {
  const addresses = new Map<string, string>();
  for (const [name, route] of Object.entries(routes)) {
    if (typeof handlers[name] !== "function") throw new WebError(`Route ${name} has no handler.`);
    checkDeclaration(name, route);
    const address = `${route.method} ${route.path.replaceAll(/:\w+/g, ":")}`;
    const other = addresses.get(address);
    if (other !== undefined) throw new WebError(`Routes ${other} and ${name} share the address ${address}.`);
    addresses.set(address, name);
  }
  const left = Object.keys(handlers).find((name) => !Object.hasOwn(routes, name));
  if (left !== undefined) throw new WebError(`Handler ${left} has no route.`);
}

function checkDeclaration(name: string, route: Partial<Route>): void {
  const { role, scope, path = "", params } = route;
  if (role === undefined) throw new WebError(`Route ${name} does not say which role it takes.`);
  if (role === "anyone" && scope !== null)
    throw new WebError(`Route ${name} is for anyone and so can ask for no scope.`);
  if (role !== "anyone" && (scope === undefined || scope === null))
    throw new WebError(`Route ${name} does not say which scope it takes.`);
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, each]) => each ?? "");
  const described = Object.keys(params?.shape ?? {});
  if (inPath.sort().join() !== described.sort().join())
    throw new WebError(
      `Route ${name} has the parameters ${inPath.join()} but describes ${described.join()}.`,
    );
}
