import { z } from 'zod';
import { type Role, ROLES } from '#core/users';
import { type ConfigOf, defineSection, field } from '#platform/config';

/** What a stranger may make of themselves. */
export const registrationSection = defineSection(
  'registration',
  z
    .object({
      SELF_REGISTRATION_ROLES: field.list('user,guest').transform((names, context): Role[] => {
        const roles = ROLES.filter((role) => names.includes(role));
        if (roles.length !== names.length)
          context.addIssue(`expected some of ${ROLES.join(', ')}, separated by commas`);
        return roles;
      }),
    })
    .transform((env) => ({ roles: env.SELF_REGISTRATION_ROLES })),
);

export type RegistrationConfig = ConfigOf<typeof registrationSection>;
