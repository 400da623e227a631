export { CompletionRefused, FlowNotFound, type FlowsError } from './errors.js';
export type { Flow, FlowType } from './flow.entity.js';
export { FlowsModule } from './flows.module.js';
export { type CompletableFlow, type FlowOrder, FlowsService } from './flows.service.js';
