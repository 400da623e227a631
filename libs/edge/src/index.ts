export { Accepting, Bearer, Bearing, Demanding, Public } from './access/access.decorators.js';
export { AccessTable, type RouteAccess } from './access/access-table.js';
export { bearerToken, type TokenCarrier } from './access/bearer.js';
export type { CredentialKind } from './access/credentials.js';
export { type Answer, headersFor } from './dialect/answer.js';
export { type Dialect, DIALECTS, type DocumentedPart } from './dialect/dialect.js';
export { DialectExceptionFilter, type ErrorTable, type SpokenError } from './dialect/dialect-exception-filter.js';
export { problemAnswer } from './dialect/problem.js';
export { RouteTable } from './dialect/route-table.js';
export { RoutingExceptionFilter } from './dialect/routing-exception.filter.js';
export { type ErrorVoice, TERRITORIES, type Territory, territoryAt } from './dialect/territory.js';
export {
  errorAnswers,
  errorExamples,
  errorResponses,
  type Reason,
  UNREADABLE_JSON,
} from './documentation/error-answers.js';
export { refusedInput } from './documentation/refused-input.js';
export { SAMPLE_ACCESS, SAMPLE_NEW_USER, SAMPLE_REFRESH_TOKEN, SAMPLE_USER } from './documentation/samples.js';
export { EdgeModule } from './edge.module.js';
export { BadRequest, type Fault, InvalidInput, RouteUnknown } from './errors/edge-errors.js';
export { type ErrorOf, type KnownError, type KnownErrorCode } from './errors/known-error.js';
export {
  AddressField,
  CheckedField,
  ChoiceField,
  EmailField,
  FlagField,
  IdentifierField,
  JsonObjectField,
  MomentField,
  Optional,
  OrNull,
  PasswordField,
  TextField,
  TokenField,
  WholeNumberField,
} from './input/fields.js';
export { decodeOctets, singleHeader } from './input/headers.js';
export { PathId } from './input/path-id.js';
export { FormBody, FromVisitor, HeaderInput, JsonBody, PathInput, QueryInput, visitorOf } from './input/parameters.js';
