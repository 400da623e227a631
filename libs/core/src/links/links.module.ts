import { Module } from '@nestjs/common';
import { Links } from './links.service.js';

@Module({ providers: [Links], exports: [Links] })
export class LinksModule {}
