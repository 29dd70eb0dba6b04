package co.seam.instantkeys.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | plain",
                "a%2Fb | a/b",
                "%2f | /",
                "%00x | ` x`",
                "a%25252Fb | a/b",
                "a%2525252Fb | a%2Fb",
                "%C3%A4 | \u00e4",
                "%E2%82%AC | \u20ac",
                "%F0%9F%98%80 | \ud83d\ude00",
                "%E0%A4%85 | \u0905",
                "%C3 | %C3",
                "%C3x | %C3x",
                "%C3x00 | %C3x00",
                "%2 | %2",
                "%zz%41 | %zzA",
                "% 41 | % 41",
                "&amp;x&quot; | &x\"",
                "&ampx | &ampx",
                "&amp x | & x",
                "&#47;&#x2f;&#X2F; | ///",
                "&#47x | /x",
                "&#00000000047;&#x000000000002F; | //",
                "&#99999999999; &#; &#x; | &#99999999999; &#; &#x;",
                "&#47 x | / x",
                "&#0047; | /",
                "&#x110000; | &#x110000;",
                "&unknown; | &unknown;",
                "&nbsp;a&sol; | ` a/`",
                "&hyphen;&lowbar | -_",
                "&; | &;",
                "a& | a&",
                "a&# | a&#",
                "a&#47 | a/",
                "\\u002f\\x2f\\/ | ///",
                "\\u0000x | ` x`",
                "\\u00zz | \\u00zz",
                "\\u002 | \\u002",
                "a\\nb\\rc\\td | a b c d",
                "\\\"a\\' | \"a'",
                "\\\\\\\\u0041 | A",
                "a\\q | a\\q",
                "a\\ | a\\",
                "\u200ba\u00adb | ab",
                "\uff41\u3002b\uff61 | a.b.",
                "a\u00a0\u2028\u0085b | `a   b`",
            })
    void of_escapedText_isPlain(String original, String plain) {
        assertThat(FoldedText.of(original)).hasToString(plain);
    }

    @Test
    void of_escapes_keepTheirPlaceInTheOriginal() {
        FoldedText folded = FoldedText.of("a%2Fb&amp;c\\u0041\u200bd");

        assertThat(folded).hasToString("a/b&cAd");
        assertThat(places(folded)).isEqualTo("0-1 1-4 4-5 5-10 10-11 11-17 18-19 ");
        assertThat(places(FoldedText.of("%C3%A4&#x2f;\\n\uff41"))).isEqualTo("0-6 6-12 12-14 14-15 ");
        assertThat(places(FoldedText.of("x%252Fy"))).isEqualTo("0-1 1-6 6-7 ");
    }

    @Test
    void of_oneCharacterThatFoldsToSeveral_isLongerThanTheOriginal() {
        FoldedText folded = FoldedText.of("\ufdfa");

        assertThat(folded.length()).isGreaterThan(15);
        assertThat(folded.start(folded.length() - 1)).isZero();
        assertThat(folded.end(folded.length() - 1)).isEqualTo(1);
    }

    @Test
    void dense_whiteSpace_isLeftOutAndPlacesAreKept() {
        FoldedText dense = FoldedText.of("a \n%20b").dense();

        assertThat(dense).hasToString("ab");
        assertThat(places(dense)).isEqualTo("0-1 6-7 ");
    }

    private static String places(FoldedText folded) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < folded.length(); i++) {
            places.append(folded.start(i)).append('-').append(folded.end(i)).append(' ');
        }
        return places.toString();
    }
}
