import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api } from "../../api/client.ts";

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: ({ signal }) => api.listUsers({ query: { limit: 200 }, signal }),
});

export const tenantsQuery = queryOptions({
  queryKey: ["tenants"],
  queryFn: ({ signal }) => api.listTenants({ query: { limit: 200 }, signal }),
});

export const membersQuery = (id: number) =>
  queryOptions({
    queryKey: ["members", id],
    queryFn: ({ signal }) => api.listMembers({ params: { id }, query: { limit: 200 }, signal }),
  });

export const userSessionsQuery = (id: number) =>
  queryOptions({
    queryKey: ["user-sessions", id],
    queryFn: ({ signal }) => api.listUserSessions({ params: { id }, query: { limit: 200 }, signal }),
  });

export const benignQuery = infiniteQueryOptions({
  queryKey: ["benign"],
  queryFn: ({ signal, pageParam }) =>
    api.listBenign({ query: { limit: 100, ...(pageParam && { cursor: pageParam }) }, signal }),
  initialPageParam: "",
  getNextPageParam: ({ next_cursor: next }) => next,
});

export type AuditFilter = { actor?: string; action?: string; since?: string; until?: string };

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ signal, pageParam }) =>
      api.listAudit({ query: { limit: 100, ...filter, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next_cursor: next }) => next,
  });

export const auditCheckQuery = queryOptions({
  queryKey: ["audit-check"],
  queryFn: ({ signal }) => api.verifyAudit({ signal }),
  staleTime: 5 * 60_000,
});

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => api.listSettings({ signal }),
});
