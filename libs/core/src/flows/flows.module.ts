import { Module } from '@nestjs/common';
import { FlowSweep } from './flow-sweep.js';
import { FlowsService } from './flows.service.js';

@Module({ providers: [FlowsService, FlowSweep], exports: [FlowsService] })
export class FlowsModule {}
