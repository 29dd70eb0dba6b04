package co.seam.instantkeys.internal.transport;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks what can be known to be a secret, in any spelling, and little else. */
class SecretRedactorTest {
    private static final String TOKEN = "seam_test1_Zk9fQ2xw7Lm4";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seam_test1_Zk9fQ2xw7Lm4",
                "SEAM_TEST1_ZK9FQ2XW7LM4",
                "seam%5Ftest1%5FZk9fQ2xw7Lm4",
                "seam%255Ftest1%255FZk9fQ2xw7Lm4",
                "seam&lowbar;test1&#95;Zk9fQ2xw7Lm4",
                "seam&#x5f;test1&#x5F;Zk9fQ2xw7Lm4",
                "seam\\u005ftest1\\u005fZk9fQ2xw7Lm4",
                "seam_test1_ Zk9fQ2xw7Lm4",
                "seam_test1_Zk9f\nQ2xw7Lm4",
                "seam_test1_Zk9f\u200bQ2xw7Lm4",
                "seam_test1_Zk9f\u00adQ2xw7Lm4",
                "\uff53eam_test1_Zk9fQ2xw7Lm4",
                "seam_test1_Zk9fQ2xw...",
                "seam_test1_Zk9f",
                "Zk9fQ2xw7Lm4",
                "...Q2xw7Lm4",
                "k%39fQ2xw7L",
            })
    void line_ownTokenInAnySpelling_isMasked(String spelling) {
        String line = redactor(null, "").line("invalid key " + spelling);

        assertThat(line).startsWith("invalid key ").contains("***");
        assertThat(line.toLowerCase(Locale.ROOT)).doesNotContain("zk9f", "q2xw", "7lm4", "9fq2xw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seam_cst126DAjfor_Swordfish",
                "seam_at1Swordfish",
                "SEAM_PK1_SWORDFISH",
                "seam_Swordfish",
                "seam%5Ftest2%5Fswordfish",
                "eyJhbGciOiJIUzI1NiJ9.swordfish.swordfish",
                "Authorization: Bearer swordfish",
                "authorization=Basic swordfish",
                "Bearer swordfish-1",
                "Basic c3dvcmRmaXNo==",
            })
    void quote_tokenOfAnyone_isMasked(String token) {
        assertThat(SecretRedactor.quote("see " + token).toLowerCase(Locale.ROOT))
                .startsWith("see ")
                .contains("***")
                .doesNotContain("swordfish", "c3dv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ik.seam.co/swordfish",
                "HTTP://IK.SEAM.CO:443/swordfish",
                "ik.seam.co/swordfish/",
                "https://ik.seam.co/swordfish?x=swordfish#swordfish",
                "https://ik.seam.co./swordfish",
                "https://user@ik.seam.co/swordfish",
                "https%3A%2F%2Fik.seam.co%2Fswordfish",
                "https%253A%252F%252Fik%252Eseam.co%252Fswordfish",
                "https:&#47;&#x2f;ik.seam.co&sol;swordfish",
                "https:\\/\\/ik.seam.co\\/swordfish",
                "https:\\\\/\\\\/ik.seam.co\\\\/swordfish",
                "https:\\u002f\\u002fik.seam.co\\u002fswordfish",
                "https:// ik.seam.co/ swordfish",
                "https://ik.seam.co/\nswordfish",
                "https://ik.\u200bseam.co/swordfish",
                "https://ik[.]seam[.]co/swordfish",
                "https://ik\u3002seam\uff0eco/swordfish",
                "https://\uff49k.seam.co/swordfish",
                "ik.seam.co\\swordfish",
                "https://ik.seam.co/swordfish and the code swordfish",
                "http://127.0.0.1:8080/ik/swordfish",
                "HTTP://LOCALHOST:8080/IK/swordfish/",
                "127.0.0.1:8080/ik/swordfish",
                "http://[::1]:8080/ik/swordfish?unlocked=swordfish",
                "http://192.168.1.20:41007/ik/swordfish#swordfish",
                "http://laptop.local/ik/swordfish",
                "http%3A%2F%2F10.0.0.7%3A8080%2Fik%2Fswordfish",
                "http:\\/\\/127.0.0.1:8080\\/ik\\/swordfish",
                "http:&#47;&#47;127.0.0.1:8080&#x2f;ik&sol;swordfish",
                "http:// 127.0.0.1:8080/ik/ swordfish",
                "/ik/swordfish",
                "http://127.0.0.1:8080/ik/swordfish and the code swordfish",
            })
    void quote_linkInAnySpelling_isMasked(String link) {
        assertThat(SecretRedactor.quote("no key " + link))
                .startsWith("no key ")
                .contains("***")
                .doesNotContain("swordfish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ik.seam.co/Sw0rdfish",
                "https://ik.seam.co/Sw0rdfish/",
                "https://ik.seam.co/Sw0rdfish//",
                "https://ik.seam.co/Sw0rdfish?lang=de",
                "https://ik.seam.co/Sw0rdfish/?lang=de#top",
                "https://ik.seam.co/Sw0rdfish#top",
                "https://ik.seam.co/?code=Sw0rdfish",
                "https://ik.seam.co/#Sw0rdfish",
                "https://ik.seam.co/Sw0rdfish/open",
                "https://keys.hotel.example/guests/Sw0rdfish",
                "https://ik.seam.co/Sw0rd fish",
                " https://ik.seam.co/Sw0rdfish\n",
                "ik.seam.co/Sw0rdfish",
                "http://127.0.0.1:8080/ik/Sw0rdfish",
                "http://192.168.1.20:8080/ik/Sw0rdfish?unlocked=1",
                "Sw0rdfish",
            })
    void line_codeOfTheRequestedLink_isMasked(String link) {
        SecretRedactor redactor = redactor("{\"instant_key_url\":" + json(link) + "}", "");

        for (String quoted :
                new String[] {"Sw0rdfish", "sw0rdfish", "SW0RDFISH/", "Sw0rd fish", "Sw0rdf%69sh", "Sw0rdfi"}) {
            assertThat(redactor.line("no key " + quoted + " here").toLowerCase(Locale.ROOT))
                    .startsWith("no key ***")
                    .endsWith("here")
                    .doesNotContain("sw0rd", "fish");
        }
    }

    @Test
    void line_otherPartsOfTheRequestedLink_areShown() {
        SecretRedactor redactor =
                redactor("{\"instant_key_url\":\"https://keys.hotel.example/k/Sw0rdfish-0815?lang=de\"}", "");

        assertThat(redactor.line("keys.hotel.example is no host of https links, lang=de"))
                .isEqualTo("keys.hotel.example is no host of https links, lang=de");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pin\":\"7-Ab-9\"}",
                "{\"pin\":{\"value\":\"7-Ab-9\"}}",
                "{\"pin\":{\"value\":{\"text\":[\"7-Ab-9\"]}}}",
                "{\"pin\":{\"1\":\"7-Ab-9\"}}",
                "{\"pins\":[\"7-Ab-9\"]}",
                "{\"x\":[{\"doorPin\":\"7-Ab-9\"}]}",
                "{\"PIN\":\"7-Ab-9\"}",
                "{\"pin_1\":\"7-Ab-9\"}",
                "{\"pincode\":\"7-Ab-9\"}",
                "{\"accessCode\":\"7-Ab-9\"}",
                "{\"passphrase\":\"7-Ab-9\"}",
                "{\"passcode\":\"7-Ab-9\"}",
                "{\"otp\":\"7-Ab-9\"}",
                "{\"api_key\":\"7-Ab-9\"}",
                "{\"apiKey\":\"7-Ab-9\"}",
                "{\"apikey\":\"7-Ab-9\"}",
                "{\"X-Api-Key\":\"7-Ab-9\"}",
                "{\"authorization\":\"7-Ab-9\"}",
                "{\"userPassword\":\"7-Ab-9\"}",
                "{\"webhooksecret\":\"7-Ab-9\"}",
                "{\"access_token\":\"7-Ab-9\"}",
                "{\"private_key\":\"7-Ab-9\"}",
            })
    void line_valueUnderASecretName_isMasked(String json) {
        assertThat(redactor(json, "").line("7-Ab-9 is taken")).isEqualTo("*** is taken");
        assertThat(redactor(null, "{\"error\":{\"data\":" + json).line("7-ab-9 is taken"))
                .isEqualTo("*** is taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opinion",
                "shipping",
                "pinned",
                "country_code",
                "countryCode",
                "zip_code",
                "error_code",
                "status_code",
                "language_code",
                "postcode",
                "time_zone_code",
                "encoder",
                "token_type",
                "access_code_id",
                "pin_length",
                "code_expires_at",
            })
    void line_valueUnderAnotherName_isShown(String name) {
        String json = "{\"" + name + "\":\"7-Ab-9\"}";

        assertThat(redactor(json, json).line("7-Ab-9 is taken")).isEqualTo("7-Ab-9 is taken");
    }

    @ParameterizedTest
    @CsvSource({
        "4711, PIN 4711 is taken, PIN *** is taken",
        "4711, PIN4711 is taken, PIN*** is taken",
        "4711, not 14711 and not 47112, not 14711 and not 47112",
        "471147, 471 147 and 47-1147, *** and 47-1147",
        "4711.0, 4711 is taken, *** is taken",
        "2027, 2027 is taken, *** is taken",
        "2027, from 2027-07-13T15:00:00Z to 2027-07, from 2027-07-13T15:00:00Z to 2027-07",
        "2027, on 13.07.2027 or 7/13/2027, on 13.07.2027 or 7/13/2027",
        "2027, 'on 13 Jul 2027, July 13, 2027', 'on 13 Jul 2027, July 13, 2027'",
        "99, HTTP 1.99, HTTP 1.99",
        "4711, grant 4711abcd-0000-4000-8000-4711b0004711, grant 4711abcd-0000-4000-8000-4711b0004711",
        "4711, at 2026-07-13T15:00:00.4711Z, at 2026-07-13T15:00:00.4711Z",
    })
    void line_numericSecret_isMaskedAsANumberOfItsOwn(String pin, String text, String expected) {
        assertThat(redactor("{\"pin\":" + pin + "}", "").line(text)).isEqualTo(expected);
        assertThat(redactor(null, "{\"error\":{\"data\":{\"code\":" + pin + "}}}")
                        .line(text))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PIN 471147 is taken | 471147",
                "PIN: 4711 | 4711",
                "the code is 4711. | 4711",
                "codes 4711, 4712 and 4713 | 4713",
                "access code #4711 | 4711",
                "{\"pin\":\"4711\"} | 4711",
                "{\"pin\":{\"value\":\"4711\"}} | 4711",
                "pin=4711&x=1 | 4711",
                "{\\\"password\\\":\\\"open sesame\\\"} | sesame",
                "api_key=abc123 | abc123",
            })
    void quote_valueAfterTheNameOfASecret_isMasked(String text, String secret) {
        assertThat(SecretRedactor.quote(text)).contains("***").doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pin: required",
                "Invalid token: expired",
                "error code: 40001",
                "zip code 94103",
                "country_code=\"DE\"",
                "PIN must have 4 to 9 digits",
                "the token expires: 2027-07-13",
                "shipping 4711 boxes",
                "seam_bridge_disconnected",
                "set SEAM_API_KEY",
                "basic authentication",
                "the bearer of bad news",
                "thanks, Erik. Seam. Co",
            })
    void quote_harmlessText_isShown(String text) {
        assertThat(SecretRedactor.quote(text)).isEqualTo(text);
    }

    @Test
    void line_linkInAFieldOfTheResponse_itsCodeIsMasked() {
        assertThat(redactor(null, "{\"instant_key\":{\"note\":\"https://ik.seam.co/Sw0rdfish\",\"n\":1e")
                        .line("no Sw0rdfish"))
                .isEqualTo("no ***");
    }

    @Test
    void line_validationMessageUnderASecretName_isNoSecret() {
        String response = "{\"error\":{\"validation_errors\":{\"pin\":{\"_errors\":[\"needs 4 digits\"]}}}}";

        assertThat(redactor(null, response).line("pin needs 4 digits")).isEqualTo("pin needs 4 digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r\n", "\u0085", "\u000b", "\u000c", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\u061c",
                "\u001b", "\u009b", "\ud800",
            })
    void quote_lineEndOrDirectionMark_isReplaced(String mark) {
        assertThat(SecretRedactor.quote("a" + mark + "b")).matches("a {1,2}b");
    }

    @Tag("bulk")
    @Test
    void quote_tenMegabytes_areCut() {
        assertThat(SecretRedactor.quote("\ud83d\ude00".repeat(5_000_000)))
                .hasSize(1_003)
                .endsWith("...");
    }

    /** Such texts would keep a pattern with nested repetitions busy for minutes. */
    @Tag("bulk")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "a ",
                "ik ",
                "ik. ",
                "ik/",
                "/ ik",
                "1.",
                "seam_",
                "https: ",
                "pin ",
                "code 1234, ",
                "2027 ",
                "\\",
                "%",
                "&",
                "a@"
            })
    void quote_textOfOnePartRepeated_endsSoon(String part) {
        assertThat(redactor("{\"pin\":2027}", "").line(part.repeat(100_000))).hasSizeLessThan(600);
    }

    /** A pattern that repeats a group takes a part of the stack for each repetition. */
    @Tag("bulk")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"eyJhbGciOi | .", "eyJhbGciOi | .x", "code 1234 | ',1234'", "codes 1234 | ' and 1234'"})
    void quote_longSecret_isMaskedWithoutExhaustingTheStack(String start, String part) {
        assertThat(SecretRedactor.quote("see " + start + part.repeat(16_000 / part.length())))
                .matches("see (codes? )?[*]{3}");
    }

    /** Such responses would keep a pattern that gives characters back busy for minutes. */
    @Tag("bulk")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"pin | 1 | . | 200000", "pin | 1 | a. | 100000", "x | 100 | / | 16000"})
    void line_secretsOfAHostileResponse_endsSoon(String name, int count, String part, int repetitions) {
        String value = part.repeat(repetitions).replace("\\", "\\\\") + "?/";
        String response = "{\"" + name + "\":[" + "\"" + String.join("\",\"", nCopies(count, value)) + "\"]}";

        String line = assertTimeoutPreemptively(
                Duration.ofMinutes(1), () -> redactor(null, response).line("no pin"));

        assertThat(line).isEqualTo("no pin");
    }

    @Tag("bulk")
    @Test
    void line_thousandsOfSecretsInTheResponse_searchesTheTextOnce() {
        Random random = new Random(1);
        String secrets = IntStream.range(0, 4_000)
                .mapToObj(i -> String.format("\"pin%012x\"", random.nextLong() >>> 16))
                .collect(Collectors.joining(","));
        SecretRedactor redactor = redactor(null, "{\"pin\":[" + secrets + "]}");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        redactor.line("plain ".repeat(2_500));

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(500_000_000);
    }

    @Test
    void line_secretAtTheCut_isNotShownInPart() {
        SecretRedactor redactor = redactor("{\"pin\":471147}", "");

        for (int length = 16_350; length < 16_384; length++) { // the text is searched up to 16 Ki characters
            String link = "https://ik.seam.co/";
            assertThat(redactor.line(link + "x".repeat(length - link.length()) + " 471147 is taken"))
                    .startsWith("***")
                    .doesNotContain("4711");
        }
        assertThat(redactor.line("x".repeat(496) + " 471147")).doesNotContain("4");
    }

    @Test
    void mask_failureWithALongTextOfTheServer_isCutAndOneLine() {
        Throwable masked =
                redactor(null, "").mask(new IOException("bad status line " + "x".repeat(100_000) + "\u2028"));

        assertThat(masked).isInstanceOf(IOException.class);
        assertThat(masked.toString()).hasSizeLessThan(3_000).doesNotContain("\u2028");
    }

    @Test
    void mask_certificateThatIsNotTrusted_keepsItsType() {
        Throwable masked =
                redactor(null, "").mask(new SSLPeerUnverifiedException("Certificate pinning failure!\n  sha256/x"));

        assertThat(masked)
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessage("Certificate pinning failure!   sha256/x");
    }

    @Test
    void mask_harmlessFailure_isKept() {
        IOException failure = new IOException("timeout", new IOException("broken pipe"));

        assertThat(redactor("{\"pin\":4711}", "").mask(failure)).isSameAs(failure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"pin\":471} | 471 is taken | *** is taken",
                "{\"pin\":\"47/11\"} | 47/11 is taken | *** is taken",
                "{\"pin\":\"abc\"} | xabc, abcd and abc | xabc, abcd and ***",
                "{\"pin\":\"swordfis\"} | xswordfisx | x***x",
                "{\"pin\":4.711e3} | 4711 or 4.711e3 | *** or ***",
                "{\"pin\":4711.50} | 4711.50 or 4711.5 | *** or ***",
                "{\"a\":{\"b\":[null,true,{}]},\"pin\":\"7-Ab-9\"} | 7-Ab-9 is taken | *** is taken",
                "{\"a\":[[\"x\"]],\"pin\":\"7-Ab-9\"} | 7-Ab-9 is taken | *** is taken",
                "{\"key_url\":\"https://ik.seam.co/a-long-one-for-all/Sw0rdfi8\"} | no Sw0rdfi8 | no ***",
                "{\"key_url\":\"https://ik.seam.co/a-long-one-for-all/Sw0rdfi8/\"} | no Sw0rdfi8 | no ***",
                "{\"pin\":47.110e2} | 4711.0 is taken | *** is taken",
                "{\"key_url\":\"https://ik.seam.co/x7y9\"} | no x7y9 | no ***",
                "{\"key_url\":\"https://ik.seam.co/Sw0rdfi8/Qw0rdfi9\"} | no Sw0rdfi8 | no ***",
                "{\"key_url\":\"https://ik.seam.co/Sw0rdfi8\"} | no Sw0rdf | no ***",
            })
    void line_valueOfTheRequest_isMaskedWhereItStandsAlone(String request, String text, String expected) {
        assertThat(redactor(request, "").line(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "1", "-1-"})
    void isSecret_nameWithoutLetters_isFalse(String name) {
        assertThat(SecretNames.isSecret(name)).isFalse();
        assertThat(SecretNames.endsInSecret(name)).isFalse();
        assertThat(SecretNames.isAmbiguous(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_code", "__pin", "-apiKey"})
    void isSecret_separatorAtTheStart_doesNotMatter(String name) {
        assertThat(SecretNames.isSecret(name)).isTrue();
        assertThat(SecretNames.endsInSecret(name)).isTrue();
    }

    @Test
    void line_partOfTheOwnToken_isMaskedFromEightCharactersOn() {
        assertThat(redactor(null, "").line("key Zk9fQ2x or Zk9fQ2xw")).isEqualTo("key Zk9fQ2x or ***");
    }

    @Test
    void line_textUnderTheNameCodeOfAResponse_isNoSecretUnlessItHasADigit() {
        String response = "{\"error\":{\"code\":\"door_missing\",\"data\":{\"pin\":\"swordfish\",\"code\":\"x7y9\"}}}";

        assertThat(redactor(null, response).line("door_missing, swordfish, x7y9"))
                .isEqualTo("door_missing, ***, ***");
        assertThat(redactor("{\"code\":\"swordfish\"}", "").line("swordfish")).isEqualTo("***");
    }

    @Test
    void quote_codeOfALinkInTheSameText_isMasked() {
        assertThat(SecretRedactor.quote("ik.seam.co/Sw0rdfi8 has Sw0rdfi8")).doesNotContain("Sw0rd");
    }

    @Test
    void quote_invisibleCharacterInQuotes_isNoValue() {
        assertThat(SecretRedactor.quote("\"pin\":\"\u200b\"")).startsWith("\"pin\":\"");
    }

    @Test
    void line_upToTheLimit_isNotCut() {
        assertThat(redactor(null, "").line("x".repeat(500))).hasSize(500);
        assertThat(redactor(null, "").line("x".repeat(20_000))).isEqualTo("x".repeat(500) + "...");
        assertThat(redactor(null, "").line("x".repeat(501))).isEqualTo("x".repeat(500) + "...");
        assertThat(redactor(null, "").line("\ud83d\ude00".repeat(500))).hasSize(1_000);
        assertThat(SecretRedactor.message("x".repeat(5_000))).isEqualTo("x".repeat(4_000) + "...");
    }

    @Test
    void mask_secretInACauseOrSuppressed_isACopyWithoutThem() {
        IOException harmless = new IOException("broken");
        harmless.addSuppressed(new IOException("closed"));
        IOException withCause = new IOException("broken", new IOException("key " + TOKEN));
        IOException withSuppressed = new IOException("broken");
        withSuppressed.addSuppressed(new IOException("key " + TOKEN));
        SecretRedactor redactor = redactor(null, "");

        assertThat(redactor.mask(harmless)).isSameAs(harmless);
        for (IOException failure : new IOException[] {withCause, withSuppressed}) {
            assertThat(redactor.mask(failure))
                    .isNotSameAs(failure)
                    .hasMessage("java.io.IOException: broken")
                    .hasNoCause()
                    .hasNoSuppressedExceptions();
            assertThat(redactor.mask(failure).getStackTrace()).isEqualTo(failure.getStackTrace());
        }
    }

    @Test
    void mask_timeoutInterruptOrTls_keepsTheType() {
        SecretRedactor redactor = redactor(null, "");
        String message = "key " + TOKEN;

        assertThat(redactor.mask(new SSLHandshakeException(message)))
                .isExactlyInstanceOf(SSLException.class)
                .hasMessage("key ***");
        assertThat(redactor.mask(new InterruptedIOException(message)))
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("key ***");
        assertThat(redactor.mask(new CallInterruptedException(new IOException(message))))
                .isExactlyInstanceOf(CallInterruptedException.class)
                .hasNoCause();
    }

    private static SecretRedactor redactor(@Nullable String request, String response) {
        RequestBody body = request == null
                ? null
                : RequestBody.create(request.getBytes(StandardCharsets.UTF_8), MediaType.get("application/json"));
        return new SecretRedactor(TOKEN, body, response);
    }

    private static String json(String text) {
        return '"' + text.replace("\n", "\\n") + '"';
    }
}
