package co.seam.instantkeys.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8JsonReaderTest {
    /** The size of a segment of a buffer. Tokens that span two segments are the hard part. */
    private static final int SEGMENT = 8_192;

    private static final int[] CHARACTERS = {'a', 'Z', '7', ' ', '/', '\u00e9', '\u20ac', 0x1F511, 0x7F, '{', ','};
    private static final String[] ESCAPES = {
        "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u00e9", "\\uD83D\\udd11", "\\udd11", "\\u0022"
    };
    /** Names and values that repeat, and others that start with them or only look different. */
    private static final String[] REPEATED = {
        "\"id\"", "\"ids\"", "\"i\"", "\"\"", "\"i\\u0064\"", "\"id\\\"\"", "\"id\\\\\"", "\"i\u00e9\"", "\"name\""
    };

    private static final String[] SCALARS = {
        "true",
        "false",
        "null",
        "0",
        "-0",
        "-1",
        "12",
        "9223372036854775807",
        "-9223372036854775808",
        "1.0",
        "2.5e3",
        "1E+2",
        "7e-1",
        "-0.0",
        "123456789012345678901234567890",
        "\"\"",
        "1.5"
    };
    /** Without upper case and apostrophes: Gson, unlike JSON, accepts TRUE and an escaped apostrophe. */
    private static final String NOISE = "{}[]:,\"\\ 0123456789.e+-truefalsn\u00e9";

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void read_anyJson_isReadAsByGson(int seed) {
        Random random = new Random(seed);
        String json = " ".repeat(random.nextInt(SEGMENT)) + document(random, 2 * SEGMENT);

        Buffer buffer = inSegments(json, random);

        assertThat(trace(Utf8JsonReader.of(buffer))).isEqualTo(trace(new JsonReader(new StringReader(json))));
        assertThat(buffer.readUtf8()).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void read_damagedJson_isReadOrRejectedAsByGson(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            byte[] json = damaged(document(random, 200), random);
            String text = new String(json, StandardCharsets.UTF_8);

            List<String> trace = trace(Utf8JsonReader.of(new Buffer().write(json)));

            List<String> gsons = trace(new JsonReader(new StringReader(text)));
            int last = gsons.size() - 1;
            assertThat(trace).as(text).last().isEqualTo(gsons.get(last));
            assertThat(trace.subList(0, last)).as(text).isEqualTo(gsons.subList(0, last));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void read_cutAnywhere_isRejected(int seed) {
        Random random = new Random(seed);
        byte[] json = ("[" + document(random, SEGMENT) + "]").getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(json, random.nextInt(json.length));

        List<String> trace = trace(Utf8JsonReader.of(new Buffer().write(cut)));

        assertThat(trace).last().isEqualTo("rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "TRUE",
                "tru",
                "nul",
                "truex",
                "'a'",
                "a",
                "\"a",
                "\"\\",
                "\"\\x\"",
                "\"\\'\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\uff11111\"",
                "\"\\",
                "[",
                "[1",
                "[1,",
                "[,]",
                "[1,]",
                "[1 2]",
                "[1;2]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{\"a\" 1}",
                "{\"a\"=1}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "]",
                "}",
                ":",
                "1 2",
                "{} {}",
                "[]]",
                "/* */1",
                "//\n1",
                "#\n1",
                ")]}'\n1",
                "\u00a01",
                ""
            })
    void read_invalidJson_isRejected(String text) {
        List<String> trace = trace(Utf8JsonReader.of(new Buffer().writeUtf8(text)));

        assertThat(trace).last().isEqualTo("rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF{\"a\":1}", "\uFEFF \n{\"a\":1}"})
    void read_afterAByteOrderMark_isTheJson(String text) {
        List<String> trace = trace(Utf8JsonReader.of(new Buffer().writeUtf8(text)));

        assertThat(trace).containsExactly("{ $", "a", "1 $.a", "} $", "end");
    }

    @Test
    void read_halfAByteOrderMark_isRejected() {
        byte[] json = {(byte) 0xEF, (byte) 0xBB, '1'};

        List<String> trace = trace(Utf8JsonReader.of(new Buffer().write(json)));

        assertThat(trace).containsExactly("rejected");
    }

    @Test
    void read_controlCharactersInAString_areKept() {
        List<String> trace = trace(Utf8JsonReader.of(new Buffer().writeUtf8("\"a\nb\u0000\"")));

        assertThat(trace).containsExactly("\"a\nb\u0000 $", "end");
    }

    @Test
    void read_stringOfManySegments_isComplete() throws IOException {
        String text = "0123456789\u00e9".repeat(10 * SEGMENT);
        try (JsonReader reader = Utf8JsonReader.of(new Buffer().writeUtf8("[\"" + text + "\",\"b\"]"))) {
            reader.beginArray();

            assertThat(reader.nextString()).isEqualTo(text);
            assertThat(reader.nextString()).isEqualTo("b");
        }
    }

    @Test
    void read_255Levels_areTheMaximum() {
        String most = "[".repeat(255) + "]".repeat(255);

        assertThat(trace(Utf8JsonReader.of(new Buffer().writeUtf8(most))))
                .last()
                .isEqualTo("end");
        assertThat(trace(Utf8JsonReader.of(new Buffer().writeUtf8("[" + most + "]"))))
                .last()
                .isEqualTo("rejected");
    }

    @Test
    void read_repeatedValueOfAName_isSharedWithinOneDocumentOnly() throws IOException {
        String json = "[{\"id\":\"4d1c24b2\"},{\"id\":\"4d1c24b2\"},{\"id\":\"4d1c24b\"},{\"id\":\"4d1c24b22\"},"
                + "{\"id\":\"4d1c24b2\"}]";

        List<String> first = ids(json);
        List<String> second = ids(json);

        assertThat(first).containsExactly("4d1c24b2", "4d1c24b2", "4d1c24b", "4d1c24b22", "4d1c24b2");
        assertThat(first.get(1)).isSameAs(first.get(0));
        assertThat(second.get(0)).isNotSameAs(first.get(4));
    }

    @Test
    void read_moreNamesThanAreCached_areAllRead() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            names.append(i == 0 ? "" : ",")
                    .append("\"n")
                    .append(i % 1_000)
                    .append("\":\"v")
                    .append(i)
                    .append('"');
        }
        String json = "{" + names + ",\"" + "long".repeat(100) + "\":1,\"" + "long".repeat(100) + "\":2}";

        List<String> trace = trace(Utf8JsonReader.of(new Buffer().writeUtf8(json)));

        assertThat(trace).isEqualTo(trace(new JsonReader(new StringReader(json))));
    }

    @Test
    void of_whileAnotherIsOpen_returnsASecond() throws IOException {
        try (JsonReader one = Utf8JsonReader.of(new Buffer().writeUtf8("[1]"));
                JsonReader other = Utf8JsonReader.of(new Buffer().writeUtf8("[2]"))) {
            one.beginArray();
            other.beginArray();

            assertThat(one.nextString() + other.nextString()).isEqualTo("12");
        }
    }

    @Test
    void close_twice_returnsToThePoolOnce() throws IOException {
        JsonReader closed = Utf8JsonReader.of(new Buffer().writeUtf8("1"));
        closed.peek();
        closed.close();
        closed.close();

        try (JsonReader one = Utf8JsonReader.of(new Buffer().writeUtf8("[1]"));
                JsonReader other = Utf8JsonReader.of(new Buffer().writeUtf8("[2]"))) {
            assertThat(one).isNotSameAs(other);
        }
        assertThatThrownBy(closed::peek).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void read_invalidJson_quotesNothingButThePath() throws IOException {
        try (JsonReader reader = Utf8JsonReader.of(new Buffer().writeUtf8("{\"code\":\"1234\" \"5678\"}"))) {
            reader.beginObject();
            reader.nextName();
            reader.nextString();

            assertThatThrownBy(reader::peek).hasMessage("expected a comma or the end of the list at $.code");
            assertThat(reader.toString()).isEqualTo("Utf8JsonReader at $.code");
        }
    }

    /** Splits the text into segments of random lengths, which share arrays: foreign bytes follow each segment. */
    private static Buffer inSegments(String json, Random random) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += pieces.get(pieces.size() - 1).length) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 20 : SEGMENT);
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(from + length, bytes.length)));
        }
        List<byte[]> shuffled = new ArrayList<>(pieces);
        Collections.shuffle(shuffled, random);
        Buffer all = new Buffer();
        Map<byte[], Long> places = new IdentityHashMap<>();
        for (byte[] piece : shuffled) {
            places.put(piece, all.size());
            all.write(piece);
        }
        Buffer segments = new Buffer();
        pieces.forEach(piece -> all.copyTo(segments, places.get(piece), piece.length));
        return segments;
    }

    private static List<String> ids(String json) throws IOException {
        List<String> ids = new ArrayList<>();
        try (JsonReader reader = Utf8JsonReader.of(new Buffer().writeUtf8(json))) {
            reader.beginArray();
            while (reader.hasNext()) {
                reader.beginObject();
                assertThat(reader.nextName()).isEqualTo("id");
                ids.add(reader.nextString());
                reader.endObject();
            }
        }
        return ids;
    }

    /** Everything that is read, one line per token with its path, up to the end or to what is rejected. */
    private static List<String> trace(JsonReader reader) {
        List<String> trace = new ArrayList<>();
        try (reader) {
            while (true) {
                JsonToken token = reader.peek();
                switch (token) {
                    case BEGIN_OBJECT:
                        reader.beginObject();
                        trace.add("{ " + before(reader.getPath()));
                        break;
                    case END_OBJECT:
                        reader.endObject();
                        trace.add("} " + reader.getPreviousPath());
                        break;
                    case BEGIN_ARRAY:
                        reader.beginArray();
                        trace.add("[ " + before(reader.getPath()));
                        break;
                    case END_ARRAY:
                        reader.endArray();
                        trace.add("] " + reader.getPreviousPath());
                        break;
                    case NAME:
                        trace.add(reader.nextName());
                        break;
                    case STRING:
                        trace.add('"' + reader.nextString() + ' ' + reader.getPreviousPath());
                        break;
                    case NUMBER:
                        trace.add(number(reader) + ' ' + reader.getPreviousPath());
                        break;
                    case BOOLEAN:
                        trace.add(reader.nextBoolean() + " " + reader.getPreviousPath());
                        break;
                    case NULL:
                        reader.nextNull();
                        trace.add("null " + reader.getPreviousPath());
                        break;
                    default:
                        trace.add("end");
                        return trace;
                }
            }
        } catch (IOException e) {
            trace.add("rejected");
            return trace;
        }
    }

    /** The path of the array or object itself, without the step into it. */
    private static String before(String path) {
        return path.substring(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('[')));
    }

    private static String number(JsonReader reader) throws IOException {
        String place = reader.getPath();
        try {
            return String.valueOf(reader.nextLong());
        } catch (NumberFormatException e) {
            assertThat(reader.getPath()).isEqualTo(place);
            return reader.nextString();
        }
    }

    private static String document(Random random, int length) {
        StringBuilder json = new StringBuilder();
        boolean array = random.nextBoolean();
        json.append(array ? "[" : "{");
        String comma = "";
        while (json.length() < length) {
            json.append(comma).append(space(random));
            comma = ",";
            if (!array) {
                json.append(string(random)).append(space(random)).append(':').append(space(random));
            }
            value(json, random, 5);
            json.append(space(random));
        }
        return json.append(array ? "]" : "}").toString();
    }

    private static void value(StringBuilder json, Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 5);
        if (kind == 0) {
            json.append(SCALARS[random.nextInt(SCALARS.length)]);
        } else if (kind < 3) {
            json.append(string(random));
        } else {
            boolean array = kind == 3;
            json.append(array ? "[" : "{").append(space(random));
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                json.append(i == 0 ? "" : ",");
                if (!array) {
                    json.append(string(random)).append(':');
                }
                value(json, random, depth - 1);
            }
            json.append(array ? "]" : "}");
        }
    }

    private static String string(Random random) {
        if (random.nextBoolean()) {
            return REPEATED[random.nextInt(REPEATED.length)];
        }
        StringBuilder string = new StringBuilder("\"");
        boolean plain = random.nextBoolean();
        int length = random.nextInt(random.nextInt(20) == 0 ? 300 : 20);
        for (int i = 0; i < length; i++) {
            if (plain) {
                string.append((char) ('a' + random.nextInt(3)));
            } else if (random.nextInt(4) == 0) {
                string.append(ESCAPES[random.nextInt(ESCAPES.length)]);
            } else {
                string.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
            }
        }
        return string.append('"').toString();
    }

    private static String space(Random random) {
        return random.nextInt(4) == 0 ? " \n\r\t".substring(random.nextInt(4)) : "";
    }

    /** A copy with one to three bytes added, removed or replaced. */
    private static byte[] damaged(String json, Random random) {
        byte[] noise = NOISE.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            int change = random.nextInt(3);
            ByteArrayOutputStream damaged = new ByteArrayOutputStream();
            damaged.write(bytes, 0, at);
            if (change != 0) {
                damaged.write(noise[random.nextInt(noise.length)]);
            }
            int rest = change == 1 ? at : at + 1;
            damaged.write(bytes, rest, bytes.length - rest);
            bytes = damaged.toByteArray();
        }
        return bytes;
    }
}
