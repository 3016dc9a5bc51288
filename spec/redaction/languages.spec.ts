import { describe, expect, it } from 'vitest';
import {
  above5Percent,
  casesPerKind,
  changedOf,
  many,
  missedOf,
  type Planted,
  type Random,
} from './generated.ts';

const plant = (hidden: string, text: string): Planted => ({ text: text.replace('@@', () => hidden), hidden });

const passwordNames = [
  'contraseña', 'Contraseña', 'clave de acceso', 'mot de passe', 'Mot de passe', 'пароль', 'Пароль', '密码', '密碼', '口令',
  'パスワード', '暗証番号', '비밀번호', '암호', 'senha', 'Senha', 'palavra-passe', 'Passwort', 'Kennwort', 'wachtwoord', 'hasło',
  'Hasło', 'heslo', 'lösenord', 'adgangskode', 'passord', 'salasana', 'jelszó', 'parolă', 'parola', 'şifre', 'Şifre',
  'κωδικός', 'סיסמה', 'كلمة المرور', 'كلمة السر', 'رمز عبور', 'पासवर्ड', 'mật khẩu', 'kata sandi', 'รหัสผ่าน', 'clé API',
  'clave API', 'API-Schlüssel', 'ключ API', 'chave de API', 'API 密钥', 'код подтверждения',
]; // biome-ignore format: a list

const phones = [
  ['Mi móvil es', '612 34 56 78'], ['Teléfono:', '912345678'], ['Llámame al', '612345678'], ['Mon numéro de téléphone est le', '0612345678'],
  ['Tél. :', '06 12 34 56 78'], ['Appelez-moi au', '0145678901'], ['Telefonnummer', '01712345678'], ['Handy:', '01511234567'],
  ['Ruf mich an:', '03012345678'], ['手机号：', '13812345678'], ['电话:', '01012345678'], ['電話番号：', '09012345678'],
  ['携帯:', '08012345678'], ['전화번호:', '01012345678'], ['휴대폰', '01098765432'], ['телефон:', '89161234567'],
  ['Мой номер', '89161234567'], ['Meu telefone é', '11987654321'], ['celular:', '21987654321'], ['Ligue para', '912345678'],
  ['Il mio cellulare è', '3471234567'], ['Telefono:', '0612345678'], ['telefoonnummer:', '0612345678'], ['Mijn mobiel is', '0612345678'],
  ['numer telefonu:', '501234567'], ['Mój telefon to', '601 234 567'], ['telefonní číslo', '601123456'], ['Tel. číslo:', '723456789'],
  ['telefonnummer:', '0701234567'], ['mobilnummer', '40123456'], ['puhelinnumero', '0401234567'], ['telefonszám:', '06301234567'],
  ['număr de telefon:', '0721234567'], ['telefon numaram', '05321234567'], ['cep:', '05321234567'], ['τηλέφωνο:', '6912345678'],
  ['טלפון:', '0501234567'], ['هاتف:', '0501234567'], ['رقم الجوال', '0551234567'], ['تلفن', '09121234567'],
  ['फोन नंबर:', '9876543210'], ['मोबाइल', '9876543210'], ['số điện thoại:', '0912345678'], ['nomor telepon:', '081234567890'],
  ['HP saya', '081234567890'], ['เบอร์โทร', '0812345678'], ['โทร.', '0812345678'], ['номер телефону:', '0671234567'],
] as const; // biome-ignore format: a list

const ordinary = (random: Random): string =>
  random.pick([
    `Pedido número ${random.digits(9)}`,
    `Bestellnummer ${random.digits(10)}`,
    `commande n° ${random.digits(9)}`,
    `заказ ${random.digits(9)}`,
    `订单号：${random.digits(11)}`,
    `la contraseña es obligatoria`,
    `Passwort: erforderlich`,
    `mot de passe oublié`,
    `忘记密码`,
    `пароль должен быть длинным`,
    `Rechnung ${random.digits(8)} vom ${random.int(1, 28)}.${random.int(1, 12)}.2026`,
    `${random.digits(7)} habitantes`,
    `numéro de commande ${random.digits(10)}`,
    `注文番号 ${random.digits(10)}`,
  ]);

describe('other languages', () => {
  it('have names of passwords', () => {
    const cases = passwordNames.flatMap((name, seed) =>
      many(
        seed,
        (random) => plant(random.password(), `${name}${random.pick([': ', ' : ', '：', '=', ': "'])}@@`),
        3,
      ),
    );
    const wrong = missedOf(cases, 'SECRET');
    expect(wrong.length > cases.length * 0.05 ? wrong : []).toEqual([]);
  });

  it('have words for telephones', () => {
    const cases = phones.map(([words, number]) => plant(number, `${words} @@`));
    const wrong = missedOf(cases, 'PHONE');
    expect(wrong.length > cases.length * 0.05 ? wrong : []).toEqual([]);
  });

  it('have other numbers and sentences about passwords', () => {
    expect(above5Percent(changedOf(many(51, ordinary)), casesPerKind)).toEqual([]);
  });
});
