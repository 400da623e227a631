import { IsString } from 'class-validator';
import { LinkInput } from './link.dto.js';

/** Whatever was typed: what is wrong with it as a password, the form itself has to say. */
export class ResetPasswordForm extends LinkInput {
  @IsString()
  password!: string;

  @IsString()
  passwordAgain!: string;
}
