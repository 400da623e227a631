import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SigningKeysService } from './signing-keys.service.js';

/** Has a key ready before the first token is asked for; a tool that only looks does without. */
@Injectable()
export class FirstSigningKey implements OnModuleInit {
  constructor(private readonly keys: SigningKeysService) {}

  onModuleInit(): Promise<void> {
    return this.keys.mustHaveOne();
  }
}
