import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiKeyNotFound } from '#core/api-keys';
import { type Operator, ServiceKeysAdministration } from '#core/administration';
import { PathId, QueryInput } from '#edge';
import { ByOperator, Operating, OperatingAsSuperadmin } from '../access/operating.decorators.js';
import { PageQuery, toPageOrder } from '../shared/paging.dto.js';
import type { ApiKeyState, ApiKeyStates, SigningKeyStates } from './key.dto.js';
import { toApiKeyState, toApiKeyStates, toSigningKeyStates } from './key.mapper.js';
import { documents } from './keys.documentation.js';

const ApiKeyId = () => PathId('id', ApiKeyNotFound);

@Controller('/admin/v1')
export class KeysController {
  constructor(private readonly keys: ServiceKeysAdministration) {}

  @Get('/signing-keys')
  @Operating('keys:read')
  @documents.listSigningKeys()
  async listSigningKeys(): Promise<SigningKeyStates> {
    return toSigningKeyStates(await this.keys.listSigningKeys());
  }

  @Post('/signing-keys')
  @Operating('keys:write')
  @documents.rotateSigningKey()
  async rotateSigningKey(@ByOperator() operator: Operator): Promise<SigningKeyStates> {
    await this.keys.rotateSigningKey(operator);
    return toSigningKeyStates(await this.keys.listSigningKeys());
  }

  @Get('/api-keys')
  @OperatingAsSuperadmin()
  @documents.listApiKeys()
  async listApiKeys(@ByOperator() operator: Operator, @QueryInput() query: PageQuery): Promise<ApiKeyStates> {
    return toApiKeyStates(await this.keys.listApiKeys(operator, toPageOrder(query)));
  }

  @Delete('/api-keys/:id')
  @OperatingAsSuperadmin()
  @documents.revokeApiKey()
  async revokeApiKey(@ByOperator() operator: Operator, @ApiKeyId() id: string): Promise<ApiKeyState> {
    return toApiKeyState(await this.keys.revokeApiKey(operator, id));
  }
}
