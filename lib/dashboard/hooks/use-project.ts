import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { queryKeys } from '../query-keys.ts';

const renewDeliveriesMs = 5000;
const renewPolicyMs = 15_000;

/** Queries the delivery reports of the project's programs, and keeps them up to date. */
export const useDeliveries = () =>
  useQuery({
    queryKey: queryKeys.deliveries,
    queryFn: () => api.deliveries(),
    refetchInterval: renewDeliveriesMs,
  });

/** Queries the project's redaction policy, and keeps it up to date. */
export const useRedaction = () =>
  useQuery({
    queryKey: queryKeys.redaction,
    queryFn: () => api.redaction(),
    refetchInterval: renewPolicyMs,
  });
