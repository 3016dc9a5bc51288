import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { queryKeys } from '../query-keys.ts';

const renewDeliveriesMs = 5000;
const renewPolicyMs = 15_000;

/** What became of everything that the project's programs recorded, kept up to date. */
export const useDeliveries = () =>
  useQuery({
    queryKey: queryKeys.deliveries,
    queryFn: () => api.deliveries(),
    refetchInterval: renewDeliveriesMs,
  });

/** The project's redaction policy, kept up to date. */
export const useRedaction = () =>
  useQuery({
    queryKey: queryKeys.redaction,
    queryFn: () => api.redaction(),
    refetchInterval: renewPolicyMs,
  });
