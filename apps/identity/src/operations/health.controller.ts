import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Public } from '#edge';
import { Readiness } from './readiness.js';

/** For whatever keeps the process alive, and whatever shares out requests among several. */
@ApiExcludeController()
@Controller('/health')
@Public()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process can still answer at all; looks at nothing else, for a restart mends nothing else. */
  @Get('/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when it may be sent requests, 503 when not. */
  @Get('/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthCheckResult> {
    const result = await this.readiness.look();
    const isReady = result.status === 'ok' || result.status === 'degraded';
    void reply.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return result;
  }
}
