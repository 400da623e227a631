import { z } from 'zod';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** What whoever runs the service may fetch from it, and how it stops. */
export const operationsSection = defineSection(
  'operations',
  z
    .object({
      NODE_ENV: field.text('development'),
      METRICS_TOKEN: field.optionalText(),
      STOP_DELAY: field.integer(0, 0, 600),
      STOP_TIMEOUT: field.integer(30, 1, 3600),
      OTEL_EXPORTER_OTLP_ENDPOINT: field.optionalUrl('http', 'https'),
      OTEL_SERVICE_NAME: field.text('rosetta'),
    })
    .transform((env) => ({
      metricsToken: env.METRICS_TOKEN,
      // Numbers tell a stranger how many people sign in here, and when nobody looks.
      areMetricsPublic: env.METRICS_TOKEN === undefined && env.NODE_ENV !== 'production',
      stopDelaySeconds: env.STOP_DELAY,
      stopTimeoutSeconds: env.STOP_TIMEOUT,
      tracesUrl: env.OTEL_EXPORTER_OTLP_ENDPOINT,
      serviceName: env.OTEL_SERVICE_NAME,
    })),
);

export type OperationsConfig = ConfigOf<typeof operationsSection>;
