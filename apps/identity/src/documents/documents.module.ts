import { Module } from '@nestjs/common';
import { DocsController } from './docs.controller.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';

@Module({ controllers: [DocumentsController, DocsController], providers: [DocumentsService] })
export class DocumentsModule {}
