import { Inject, Injectable } from '@nestjs/common';
import type { createTransport, NodemailerError } from 'nodemailer';
import { type MailConfig, mailSection } from './mail.config.js';
import { MailDeliveryError, MailTransport, type OutgoingMail } from './mail-transport.js';

const TIMEOUTS = {
  dnsTimeout: 5_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
};

/** Holds whatever the server does, even when it answers one byte at a time. */
const WHOLE_ATTEMPT_MS = 45_000;

/** Where a lasting refusal speaks of this mail or its reader; elsewhere it speaks of our own settings. */
const ABOUT_THE_MAIL: ReadonlySet<string | undefined> = new Set(['RCPT TO', 'DATA']);

/** Sends by SMTP, one connection a mail. */
@Injectable()
export class SmtpTransport extends MailTransport {
  private transporter: ReturnType<typeof createTransport> | undefined;
  private readonly domain: string;

  constructor(@Inject(mailSection.token) private readonly config: MailConfig) {
    super();
    this.domain = /@([^\s<>@]+)>?$/.exec(config.from)?.[1] ?? 'localhost';
  }

  override async send(mail: OutgoingMail): Promise<void> {
    const { id, to, subject, text, html } = mail;
    try {
      const transporter = await this.transport();
      await transporter.sendMail({
        from: this.config.from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${this.domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(WHOLE_ATTEMPT_MS),
      });
    } catch (error) {
      throw deliveryError(error as NodemailerError);
    }
  }

  /** Made for the first mail: until then it need not be loaded. */
  private async transport() {
    const { createTransport } = await import('nodemailer');
    const url = this.config.smtpUrl;
    this.transporter ??= createTransport({ url, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
    return this.transporter;
  }
}

/**
 * A server's own words are left out: they may quote the mail, and with it a one-time link. A 5yz
 * reply will not change (RFC 5321 §4.2.1).
 */
function deliveryError({
  code = 'ERROR',
  message,
  responseCode,
  command,
  permanent,
}: NodemailerError): MailDeliveryError {
  if (responseCode === undefined) return new MailDeliveryError(`${code}: ${message}`, false);
  const isFinal = permanent === true && ABOUT_THE_MAIL.has(command);
  return new MailDeliveryError(`${code}: the server answered ${responseCode} to ${command ?? 'us'}`, isFinal);
}
