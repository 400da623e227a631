/**
 * What each route answers to each credential, in whatever state the account or the credential is. The
 * tests walk every route that takes one, in every state, and hold the answers against this table: a
 * route that is not in it fails them, and so does an answer that has changed. What is said of ANY method at a
 * path that ends in * holds for every route below it; "in" is whatever is answered to who has been let in.
 *
 *   unknown      there is no such account, or nobody was ever given such a credential
 *   enabled      an account with a verified address and a seat, as it should be
 *   disabled     the account was disabled after the credential was given out
 *   deleted      the account was deleted after that
 *   unverified   its address was never verified
 *   locked       so many wrong passwords were tried that no more are judged for now
 *   banned       the account was banned from the organization that it had its seat in
 *   changed      the password was changed since, in another session
 *   ended        the session was ended
 *   expired      the time of the credential is up
 *   rotated      another has taken its place: a newer one of its kind, or a newer key in place of its own
 */
export const GATE_TABLE = `
authservice                                                     unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
POST /auth/register                          access_token       400      201      400       400      201         201     400     400      400    400      400
POST /auth/login/client                      client_secret      401      200      401       401      200         200     200     200      a      g        401
GET /auth/client                             password           401      200      401       401      200         429     200     401      a      g        h
POST /auth/regenerate-client-credentials     password           401      200      401       401      200         429     200     401      a      g        h

kleister                                                        unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
POST /api/v1/auth/login                      password           401      200      401       401      200         429     200     401      a      g        h
GET /api/v1/auth/refresh                     access_token       401      200      401       401      200         200     401     401      401    401      401
GET /api/v1/auth/refresh                     password           401      200      401       401      200         429     200     401      a      g        h
GET /api/v1/auth/verify/:token               access_token       401      200      401       401      200         200     401     401      401    401      401

gravscale                                                       unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
POST /dev/public-api/api/auth/sign-in        password           401      200      401       401      200         429     200     401      a      g        h
POST /dev/public-api/api/auth/refresh        refresh_token      401      200      401       401      200         200     401     401      401    401      401
GET /dev/public-api/api/auth/info            access_token       401      200      401       401      200         200     401     401      401    401      401

cadenza                                                         unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
POST /api/v3/auth/login                      password           401      200      401       401      200         429     200     401      a      g        h
POST /api/v3/auth/token/refresh              refresh_token      401      200      401       401      200         200     401     401      401    401      401
GET /api/v3/auth/user                        access_token       401      200      401       401      200         200     401     401      401    401      401
PUT /api/v3/auth/user                        access_token       401      200      401       401      200         200     401     401      401    401      401
POST /api/v3/auth/logout                     access_token       401      200      401       401      200         200     401     401      401    401      401

nap                                                             unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
POST /api/auth/signup                        invitation         401      200      i         i        i           i       i       i        i      401      401
POST /api/auth/signup                        api_key            401      200      c         c        c           c       c       c        c      c        d
POST /api/auth/login                         password           401      200      401       401      403         429     403     401      a      g        h
POST /api/auth/login                         api_key            401      200      c         c        c           c       c       c        c      c        d
POST /api/auth/refresh                       refresh_token      401      200      401       401      401         200     401     401      401    401      401
POST /api/auth/refresh                       api_key            401      200      c         c        c           c       c       c        c      c        d
POST /api/auth/logout                        session_token      401      200      401       401      200         200     401     401      401    401      401
POST /api/auth/logout                        refresh_token      401      200      401       401      200         200     401     401      401    401      401
POST /api/auth/logout                        api_key            401      200      c         c        c           c       c       c        c      c        d
GET /api/auth/flow/:flowId                   flow_id            400      200      400       400      e           200     200     200      a      400      f
GET /api/auth/flow/:flowId                   api_key            401      200      c         c        c           c       c       c        c      c        d
POST /api/auth/flow/:flowId/complete         completion_secret  400      200      401       400      e           200     403     401      a      400      f
POST /api/auth/flow/:flowId/complete         api_key            401      200      c         c        c           c       c       c        c      c        d
POST /api/auth/verify-email/send             api_key            401      200      c         c        c           c       c       c        c      c        d
POST /api/auth/verify-email/verify           one_time_token     400      200      400       400      b           200     200     200      a      400      400
POST /api/auth/verify-email/verify           api_key            401      200      c         c        c           c       c       c        c      c        d

the pages that mails lead to                                    unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
GET /account/verify-email                    one_time_token     400      200      400       400      b           200     200     200      a      400      400
POST /account/verify-email                   one_time_token     400      200      400       400      b           200     200     200      a      400      400
GET /account/reset-password                  one_time_token     400      200      400       400      200         200     200     400      a      400      400
POST /account/reset-password                 one_time_token     400      200      400       400      200         200     200     400      a      400      400
GET /account/invitation                      invitation         400      200      200       200      200         200     200     200      a      400      400
POST /account/invitation                     invitation         400      200      400       400      400         200     200     200      a      400      400

administrators and their keys                                   unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
ANY /admin/v1/*                              access_token       401      in       401       401      in          in      401     401      401    401      401
ANY /admin/v1/*                              api_key            401      in       j         j        j           j       j       j        j      401      401

whoever runs the service                                        unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
GET /metrics                                 api_key            401      200      c         c        c           c       c       c        c      c        d

a person's own sessions                                         unknown  enabled  disabled  deleted  unverified  locked  banned  changed  ended  expired  rotated
GET /account/v1/sessions                     access_token       401      200      401       401      200         200     401     401      401    401      401
DELETE /account/v1/sessions                  access_token       401      200      401       401      200         200     401     401      401    401      401
DELETE /account/v1/sessions/:id              access_token       401      204      401       401      204         204     401     401      401    401      401

a  does not live in a session, and does not end with one
b  is given to addresses that are not verified: the enabled one is one
c  says which program is asking, never on whose behalf: no account is looked at
d  one that is taken out of the configuration is an unknown one from the next start
e  is only given to who has verified the address
f  each log-in begins a flow beside the earlier ones, and takes no other's place
g  does not age
h  a newer password is the one of the state "changed"
i  opens an account that is not there yet
j  is a program's own, and nobody's account
`;
