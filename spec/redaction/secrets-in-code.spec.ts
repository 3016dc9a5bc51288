import { describe, expect, it } from 'vitest';
import { redactText, redactValue } from '../support/redaction.ts';
import {
  above5Percent,
  casesPerKind,
  changedOf,
  many,
  missedOf,
  type Planted,
  type Random,
} from './generated.ts';

const name = (random: Random): string =>
  random.pick([
    'password',
    'passwd',
    'dbPassword',
    'DB_PASSWORD',
    'api_key',
    'apiKey',
    'secret_key',
    'clientSecret',
    'authToken',
  ]);
const plant = (hidden: string, text: string): Planted => ({ text: text.replace('@@', () => hidden), hidden });
const value = (random: Random): string =>
  random.int(0, 1) ? random.password() : random.key(random.int(12, 40));

const secretKinds: { readonly [kind: string]: (random: Random) => Planted } = {
  'after operators of code': (random) =>
    plant(
      value(random),
      `${name(random)} ${random.pick([':=', '=', '==', '===', '?=', '+=', '??=', '||=', '=>', '!='])} "@@"${random.pick(['', ';', '\n'])}`,
    ),
  'after operators without quotes': (random) =>
    plant(
      value(random),
      `${name(random)}${random.pick([' := ', ':=', ' = ', '=', ': ', ' : ', ' ?= ', '?=', ' => '])}@@`,
    ),
  'after a type': (random) =>
    plant(
      value(random),
      random.pick([
        'password: str = "@@"',
        'const password: string = "@@";',
        'private readonly apiKey: string = "@@";',
        'api_key: Optional[str] = "@@"',
        'let token: String = "@@"',
        'val password: String? = "@@"',
        'var password string = "@@"',
        'static const char *password = "@@";',
        'char password[] = "@@";',
        'final String apiKey = "@@";',
        'const API_KEY: &str = "@@";',
        'secret: Final[str] = "@@"',
        'token: str | None = "@@"',
        'public ?string $password = "@@";',
        'password: Annotated[str, "x"] = "@@"',
      ]),
    ),
  'in prefixed literals': (random) =>
    plant(
      value(random),
      `${name(random)} = ${random.pick(['f"@@"', 'b"@@"', 'r"@@"', "u'@@'", "rb'@@'", '"""@@"""', '@"@@"', '`@@`', "N'@@'"])}`,
    ),
  'in markup of documents': (random) =>
    plant(
      value(random),
      random.pick([
        '**Password:** @@',
        '**Password**: @@',
        '- **API key**: @@',
        '- **API key:** `@@`',
        '| API key | @@ |',
        '| Password | `@@` |',
        '|Token|@@|',
        '<b>Password:</b> @@',
        '<strong>API key:</strong> @@',
        '<b>Password</b>: @@',
        '*Password:* @@',
        '_Password_: @@',
        '<li>Password: @@</li>',
        '<td>Password</td><td>@@</td>',
        '<dt>API key</dt>\n<dd>@@</dd>',
        '`password`: `@@`',
        '> Password: @@',
        '__Secret key:__ @@',
      ]),
    ),
  'on the next line': (random) =>
    plant(
      value(random),
      random.pick([
        'Password:\n@@',
        'API key:\n\n@@',
        'Password\n@@',
        'Secret key:\n  @@',
        '# Password\n\n@@',
        '**API key**\n@@',
        'Token:\r\n@@\r\nbye',
      ]),
    ),
  'that look like placeholders': (random) =>
    plant(
      `$${random.pick(['ecret', 'unny', 'k', 'ymbol'])}${random.pick(['', '!', '#'])}${random.chars('abcdefgh', 2)}${random.int(2, 9)}${random.pick(['Lp', 'w0rd', 'Xy!', 'Pq9'])}`,
      random.pick([
        'password: @@',
        'DB_PASSWORD=@@',
        '<password>@@</password>',
        '"password": "@@"',
        'password = "@@"',
        '--password @@',
        'export API_SECRET=@@',
      ]),
    ),
};

const codeKinds: { readonly [kind: string]: (random: Random) => string } = {
  'calls and references': (random) => {
    const of = name(random);
    return random.pick([
      `const token = await getToken();`,
      `const ${of} = await client.fetch${random.int(1, 9)}(id);`,
      `${of}: config.${of}`,
      `${of} = settings.${of}`,
      `client(${of}=${of})`,
      `login(user, ${of}=user_input)`,
      `${of}: z.string().min(${random.int(6, 12)})`,
      `${of} = os.environ["X_KEY"]`,
      `${of} = process.env.${of.toUpperCase()} ?? ''`,
      `${of} = input("x")`,
      `this.${of} = ${of};`,
      `self.${of} = ${of}`,
      `${of} := os.Getenv("X")`,
      `${of}: this.#${of},`,
      `${of} = req.body.${of};`,
      `{ ${of}: hashed }`,
      `${of} = ${of}.trim();`,
      `${of} = new Secret(${of});`,
      `return { ${of}: user.${of} };`,
      `${of}: data?.${of},`,
      `${of}={state.${of}}`,
      `${of}=\${VALUE}`,
      `${of}: \${{ secrets.X }}`,
      `${of} = base64Encode(raw2);`,
      `${of} = sha256(raw);`,
    ]);
  },
  'types and declarations': (random) => {
    const of = name(random);
    return random.pick([
      `${of}: Option<String>`,
      `${of}: string;`,
      `${of}?: string | null;`,
      `${of}: str`,
      `${of}: String,`,
      `${of}: &str,`,
      `${of}: SecretStr`,
      `${of}: Optional[str] = None`,
      `${of}: Promise<string>`,
      `readonly ${of}: Buffer;`,
      `function login(${of}: string): void {}`,
      `def login(self, ${of}: str, n: int): pass`,
      `${of}: Record<string, string>`,
      `${of} = models.CharField(max_length=128)`,
      `${of}: Column[str]`,
      `${of}: () => string`,
      `${of} = null;`,
      `${of} = None`,
      `${of}: String!`,
      `${of}: [String]`,
    ]);
  },
  'comparisons and conditions': (random) => {
    const of = name(random);
    return random.pick([
      `if (${of} === confirmPassword) {`,
      `if ${of} == stored:`,
      `if (!${of} || ${of}.length < 8)`,
      `while (${of} != last)`,
      `assert ${of} == expected`,
      `${of} === undefined`,
      `if (${of} == null) return;`,
      `${of} !== other.${of}`,
      `${of} >= limit`,
      `${of} == other ? 1 : 2`,
      `case ${of}: return 1;`,
      `${of} => ${of}.length`,
      `(${of}) => hash(${of})`,
      `x ? ${of} : undefined`,
    ]);
  },
  'sentences and settings': (random) =>
    random.pick([
      'Password: must contain a digit',
      `Password: at least ${random.int(6, 12)} characters`,
      `cost per token: 0.0000${random.digits(2)}`,
      'NOPASSWD: ALL',
      'user ALL=(ALL) NOPASSWD: ALL',
      'Token: expired',
      'API key: not set',
      'password: required',
      'the secret: patience',
      'Authorization: required',
      'error: password: is too short',
      `tokens: ${random.digits(4)}`,
      `price per token: $0.0${random.digits(3)}`,
      'Cookie: none',
      'Secret: see the vault',
      'auth: none',
      'credentials: "include"',
      'password: "Password is required"',
      "password: 'must have 8 characters'",
      'password = "<your password>"',
      'password: {{ vault_password }}',
      'password: %DB_PASSWORD%',
      'token: optional',
    ]),
};

describe('a secret', () => {
  it.each(Object.entries(secretKinds))('is replaced %s', (_, make) => {
    const wrong = missedOf(many(11, make), 'SECRET');
    expect(above5Percent(wrong, casesPerKind)).toEqual([]);
  });
});

describe('code and configuration', () => {
  it.each(Object.entries(codeKinds))('keep %s', (_, make) => {
    const wrong = changedOf(many(12, make));
    expect(above5Percent(wrong, casesPerKind)).toEqual([]);
  });

  it('lose only the literals of passwords', () => {
    expect(redactText('if (password === "Sunny4River") login(password);')).toBe(
      'if (password === "[SECRET]") login(password);',
    );
  });
});

describe('ordinary members', () => {
  it.each([
    { jsonwebtoken: '^9.0.2', cookie: '^1.0.2', 'js-cookie': '~3.0.5' },
    { 'next-auth': '5.0.0-beta.25', passport: '0.7.0', cookie: '>=1.0.0 <2' },
    { cookie: 'npm:other@1.2.3', 'set-cookie': 'workspace:*', 'tough-cookie': 'latest' },
    { token: 'hello', score: 0.9 },
    { token: 'world', pos: 'NOUN', start: 4 },
    { tokens: [{ token: 'the', id: 12 }] },
    { pass: 12, fail: 1 },
    { pass: 3, fail: 0, skip: 2 },
    { credentials: 'include' },
    { credentials: 'same-origin' },
    { auth: 'none' },
    { auth: 'required', cookie: 'strict' },
    { error: { password: 'is too short' } },
    { errors: { password: ['must contain a digit', 'is invalid'] } },
    { password: 'Password is required' },
    { secret: null, token: '' },
    { authorization: 'optional' },
    { api_key: '<your key>' },
    { token_type: 'bearer' },
    { cost_per_token: 0.000002, usd_per_token: '0.000002' },
  ])('stay visible in %o', (value) => expect(redactValue(value as never)).toEqual(value));

  it.each([
    [{ password: 'hunter' }, { password: '[SECRET]' }],
    [{ token: 'hello9world' }, { token: '[SECRET]' }],
    [{ pass: 'Sunny4River' }, { pass: '[SECRET]' }],
    [{ auth: 'Basic abc9' }, { auth: '[SECRET]' }],
    [{ error: { password: 'Sunny4River' } }, { error: { password: '[SECRET]' } }],
  ])('are secret in %o', (value, expected) => expect(redactValue(value as never)).toEqual(expected));
});
