import { Module } from '@nestjs/common';
import { FlowsService } from './flows.service.js';

@Module({ providers: [FlowsService], exports: [FlowsService] })
export class FlowsModule {}
