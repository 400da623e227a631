import { DataKey, type SealedColumn } from '#platform/crypto';
import type { Schema } from '#platform/database';
import { OutboxMessage } from '#platform/mail';
import { ApiKey } from '../api-keys/entities.js';
import { AuditEvent, AuditHead } from '../audit/entities.js';
import { Client } from '../clients/entities.js';
import { Flow } from '../flows/entities.js';
import { KnownNetwork } from '../limits/entities.js';
import { OneTimeToken } from '../one-time-tokens/entities.js';
import { Invitation, Membership, Organization, OrganizationDomain } from '../organizations/entities.js';
import { Session } from '../sessions/entities.js';
import { SigningKey } from '../tokens/entities.js';
import { User, UserIdentifier } from '../users/entities.js';
import { CreateUsers1763769600000 } from './migrations/1763769600000-create-users.js';
import { CreateSigningKeys1763769601000 } from './migrations/1763769601000-create-signing-keys.js';
import { CreateClients1763769602000 } from './migrations/1763769602000-create-clients.js';
import { CreateSessions1763769603000 } from './migrations/1763769603000-create-sessions.js';
import { CreateOneTimeTokens1763769604000 } from './migrations/1763769604000-create-one-time-tokens.js';
import { CreateOrganizations1763769605000 } from './migrations/1763769605000-create-organizations.js';
import { CreateFlows1763769606000 } from './migrations/1763769606000-create-flows.js';
import { CreateOutbox1763769607000 } from './migrations/1763769607000-create-outbox.js';
import { CreateAuditLog1763769608000 } from './migrations/1763769608000-create-audit-log.js';
import { AddMembershipStatus1763769611000 } from './migrations/1763769611000-add-membership-status.js';
import { CreateOrganizationDomains1763769612000 } from './migrations/1763769612000-create-organization-domains.js';
import { CreateInvitations1763769613000 } from './migrations/1763769613000-create-invitations.js';
import { AddFlowCompletion1763769614000 } from './migrations/1763769614000-add-flow-completion.js';
import { CreateApiKeys1763769615000 } from './migrations/1763769615000-create-api-keys.js';
import { IndexAccounts1763769615001 } from './migrations/1763769615001-index-accounts.js';
import { AddAuditOrganization1763769616000 } from './migrations/1763769616000-add-audit-organization.js';
import { CreateKnownNetworks1763769617000 } from './migrations/1763769617000-create-known-networks.js';
import { CreateDataKeys1763769618000 } from './migrations/1763769618000-create-data-keys.js';
import { IndexWhatIsOver1763769620000 } from './migrations/1763769620000-index-what-is-over.js';

/** Every table of the service and the way they came to be, oldest first. */
export const schema: Schema = {
  entities: [
    ApiKey,
    AuditEvent,
    AuditHead,
    Client,
    DataKey,
    Flow,
    Invitation,
    KnownNetwork,
    Membership,
    OneTimeToken,
    Organization,
    OrganizationDomain,
    OutboxMessage,
    Session,
    SigningKey,
    User,
    UserIdentifier,
  ],
  migrations: [
    CreateUsers1763769600000,
    CreateSigningKeys1763769601000,
    CreateClients1763769602000,
    CreateSessions1763769603000,
    CreateOneTimeTokens1763769604000,
    CreateOrganizations1763769605000,
    CreateFlows1763769606000,
    CreateOutbox1763769607000,
    CreateAuditLog1763769608000,
    AddMembershipStatus1763769611000,
    CreateOrganizationDomains1763769612000,
    CreateInvitations1763769613000,
    AddFlowCompletion1763769614000,
    CreateApiKeys1763769615000,
    IndexAccounts1763769615001,
    AddAuditOrganization1763769616000,
    CreateKnownNetworks1763769617000,
    CreateDataKeys1763769618000,
    IndexWhatIsOver1763769620000,
  ],
};

/** Every column that holds sealed values, for when they are to be sealed anew. */
export const SEALED: readonly SealedColumn[] = [
  { entity: Client, property: 'sealedSecret' },
  { entity: SigningKey, property: 'sealedPrivateKey' },
  { entity: OutboxMessage, property: 'sealed' },
];
