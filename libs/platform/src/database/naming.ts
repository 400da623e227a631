import { DefaultNamingStrategy } from 'typeorm';

/** Columns in snake_case, as people expect to type them in SQL. */
export class SnakeCaseColumns extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
  }
}
