/** Names of passwords and keys in other languages, in small letters and without separators. */
export const foreignSecret =
  /(?:contraseña|contrasena|clavedeacceso|clavesecreta|claveapi|claveprivada|motdepasse|codesecret|cléapi|clésecrète|пароль|парола|ключapi|секретныйключ|кодподтверждения|密码|密碼|口令|密钥|密鑰|验证码|驗證碼|パスワード|暗証番号|認証コード|秘密鍵|apiキー|비밀번호|암호|인증번호|api키|senha|palavrapasse|chaveapi|chavedeapi|chavesecreta|passwort|kennwort|apischlüssel|geheimschlüssel|zugangscode|wachtwoord|apisleutel|hasło|kluczapi|heslo|klíčapi|lösenord|adgangskode|passord|salasana|jelszó|parolă|parola|şifre|sifre|κωδικός|κωδικόςπρόσβασης|סיסמה|סיסמא|كلمةالمرور|كلمةالسر|رمزعبور|गुपितकोड|पासवर्ड|mậtkhẩu|matkhau|katasandi|sandi|katalaluan|รหัสผ่าน|chiaveapi|codicesegreto)$/;

/** Words of other languages that announce a telephone number. */
export const foreignPhone =
  /(?<![\p{L}\p{M}])(?:m[oó]vil|tel[eé]fonos?|telefone|celular|ll[aá]m(?:a|e)(?:me|nos)?|marca|fijo|t[eé]l[eé]phone|t[eé]l|num[eé]ro de t[eé]l[eé]phone|portable|appelez|appelle|joindre|telefonnummer|telefon\p{L}{0,8}|handy(?:nummer)?|mobil\p{L}{0,8}|festnetz|ruf|rufen|anrufen|r[üu]ckruf|fernruf|ligue|liga|ligar|telem[oó]vel|cellulare|telefono|chiam(?:a|ami|ate)|telefoon\p{L}{0,8}|mobiel|bel|numer telefonu|kom[oó]rk\p{L}{1,2}|zadzwo[nń]|puhelin\p{L}{0,10}|puh|matkapuhelin|soita|telefonsz[aá]m|hívj\p{L}{0,4}|num[aă]r de telefon|cep|τηλ[εέ]φωνο|τηλ|κινητ[οό]|тел(?:ефон\p{L}{0,3})?|мобильн\p{L}{1,3}|номер|звони\p{L}{0,3}|моб|טלפון|נייד|هاتف|جوال|الجوال|موبايل|تلفن|موبایل|فون|फोन|फ़ोन|मोबाइल|số điện thoại|điện thoại|sđt|đt|gọi|nomor (?:telepon|hp)|telepon|hp|hubungi|no hp|telpon)(?![\p{L}\p{M}])[^\d\n]{0,16}$|(?:手机号?|手机号码|电话号?码?|電話番?号?|携帯|手機|連絡先|联系方式|전화번호|전화|휴대폰|핸드폰|연락처|เบอร์โทร(?:ศัพท์)?|โทร(?:ศัพท์)?|เบอร์|मोबाइल|फोन)[^\d\n]{0,12}$/iu;

/** Words of other languages that announce an order, an invoice or another record. */
export const foreignThing =
  /(?:pedido|factura|bestellung|bestellnummer|bestellnr|rechnung|rechnungsnummer|rechnungsnr|commande|facture|заказ|заказа|сч[её]т|订单号?|訂單|注文番号|주문번호|ordine|fattura|bestelling|zamówienie|zamówienia|faktura)[^\d\n]{0,12}$/iu;
