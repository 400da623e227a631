import { Module } from '@nestjs/common';
import { Pages } from './pages.service.js';

@Module({ providers: [Pages], exports: [Pages] })
export class PagingModule {}
