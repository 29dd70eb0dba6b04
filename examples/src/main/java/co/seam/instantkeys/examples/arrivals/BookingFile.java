package co.seam.instantkeys.examples.arrivals;

import co.seam.instantkeys.StayRequest;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A CSV file of bookings, as RFC 4180 defines it, in UTF-8. Its first line names the columns, in any order:
 *
 * <ul>
 *   <li>{@code key}: of the booking; no two lines have the same
 *   <li>{@code guest}: full name
 *   <li>{@code email}: may be empty or missing
 *   <li>{@code doors}, {@code spaces}: names or ids, with {@code ;} between them; one of the columns may be missing,
 *       and in each line one of them may be empty
 *   <li>{@code from}, {@code until}: such as {@code 2027-07-13T15:00+02:00}
 * </ul>
 *
 * <p>Other columns are ignored. A faulty line is described and left out; the others are read.
 */
final class BookingFile {
    private static final String KEY = "key";
    private static final String GUEST = "guest";
    private static final String EMAIL = "email";
    private static final String DOORS = "doors";
    private static final String SPACES = "spaces";
    private static final String FROM = "from";
    private static final String UNTIL = "until";

    /** A quote that is never closed must not take the rest of the file with it. */
    private static final int MAX_LINES_OF_RECORD = 20;

    private final Destinations destinations;
    private final List<String> lines;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Integer> lineOfKey = new HashMap<>();
    private final List<StayRequest> requests = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private BookingFile(List<String> lines, Destinations destinations) {
        this.lines = lines;
        this.destinations = destinations;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if no line of it can be used: it is not UTF-8, or a column is missing
     */
    static BookingFile read(Path file, Destinations destinations) throws IOException {
        String text = decode(file);
        BookingFile bookings = new BookingFile(Arrays.asList(text.split("\r\n|\n|\r", -1)), destinations);
        bookings.read();
        return bookings;
    }

    /** The requests of the lines that are not faulty, in the order of the file. */
    List<StayRequest> requests() {
        return requests;
    }

    /** What is wrong with the other lines, one text for each, with line and column. */
    List<String> faults() {
        return faults;
    }

    private void read() {
        readHeader();
        int line = 1;
        while (line < lines.size()) {
            line += lines.get(line).isBlank() ? 1 : readRecord(line);
        }
    }

    private void readHeader() {
        List<String> names;
        try {
            names = parse(lines.get(0));
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("line 1: not CSV: " + reason(e), e);
        }
        for (String name : names) {
            String column = name.strip().toLowerCase(Locale.ROOT);
            if (columns.put(column, columns.size()) != null) {
                throw new IllegalArgumentException("line 1: two columns are named " + column);
            }
        }
        for (String column : List.of(KEY, GUEST, FROM, UNTIL)) {
            if (!columns.containsKey(column)) {
                throw new IllegalArgumentException("line 1: no column is named " + column + "; there are " + names);
            }
        }
        if (!columns.containsKey(DOORS) && !columns.containsKey(SPACES)) {
            throw new IllegalArgumentException("line 1: no column is named doors or spaces; there are " + names);
        }
    }

    /**
     * Reads the record that starts at a line, and returns the number of its lines: 1 if it is faulty, since the line
     * after it may be the next record.
     */
    private int readRecord(int first) {
        int end = endOfRecord(first);
        try {
            if (end > lines.size()) {
                throw new Fault(null, "a quote is not closed");
            }
            List<String> cells;
            try {
                cells = parse(String.join("\n", lines.subList(first, end)));
            } catch (CsvParseException e) {
                throw new Fault(null, "not CSV: " + reason(e));
            }
            if (cells.size() != columns.size()) {
                throw new Fault(null, cells.size() + " columns instead of " + columns.size());
            }
            requests.add(request(cells, first + 1));
            return end - first;
        } catch (Fault e) {
            faults.add(
                    "line " + (first + 1) + (e.column == null ? "" : ", column " + e.column) + ": " + e.getMessage());
            return 1;
        }
    }

    /** Returns the index after the last line of a record: a line break between quotes belongs to it. */
    private int endOfRecord(int first) {
        long quotes = 0;
        for (int line = first; line < Math.min(lines.size(), first + MAX_LINES_OF_RECORD); line++) {
            quotes += lines.get(line).chars().filter(c -> c == '"').count();
            if (quotes % 2 == 0) {
                return line + 1;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static List<String> parse(String csvRecord) {
        Iterator<CsvRecord> records = CsvReader.builder()
                .acceptCharsAfterQuotes(false)
                .ofCsvRecord(csvRecord)
                .iterator();
        return records.hasNext() ? records.next().getFields() : List.of();
    }

    private static String reason(CsvParseException e) {
        return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }

    private StayRequest request(List<String> cells, int line) throws Fault {
        String key = required(cells, KEY);
        Integer earlier = lineOfKey.get(key);
        if (earlier != null) {
            throw new Fault(KEY, "the same key as in line " + earlier);
        }
        NewUserIdentity.Builder guest = NewUserIdentity.builder().fullName(required(cells, GUEST));
        StayRequest.Builder request = StayRequest.builder().accessGrantKey(key);
        String email = cell(cells, EMAIL);
        if (!email.isEmpty()) {
            guest.emailAddress(email);
            request.reuseGuestByEmail(); // who has arrived before, or has two rooms, is one guest
        }
        List<String> doors = ids(cells, DOORS, destinations::acsEntranceId);
        List<String> spaces = ids(cells, SPACES, destinations::spaceId);
        if (doors.isEmpty() && spaces.isEmpty()) {
            throw new Fault(columns.containsKey(DOORS) ? DOORS : SPACES, "neither a door nor a space");
        }
        if (!doors.isEmpty()) {
            request.acsEntranceIds(doors);
        }
        if (!spaces.isEmpty()) {
            request.spaceIds(spaces);
        }
        Instant from = time(cells, FROM);
        Instant until = time(cells, UNTIL);
        if (!until.isAfter(from)) {
            throw new Fault(UNTIL, "not after " + FROM);
        }
        try {
            StayRequest built =
                    request.newUser(guest.build()).startsAt(from).endsAt(until).build();
            lineOfKey.put(key, line);
            return built;
        } catch (IllegalArgumentException e) {
            throw new Fault(null, e.getMessage());
        }
    }

    private String cell(List<String> cells, String column) {
        Integer at = columns.get(column);
        return at == null ? "" : cells.get(at).strip();
    }

    private String required(List<String> cells, String column) throws Fault {
        String value = cell(cells, column);
        if (value.isEmpty()) {
            throw new Fault(column, "empty");
        }
        return value;
    }

    private List<String> ids(List<String> cells, String column, Function<String, String> idOf) throws Fault {
        try {
            return Arrays.stream(cell(cells, column).split(";"))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .map(idOf)
                    .collect(Collectors.toList());
        } catch (IllegalArgumentException e) {
            throw new Fault(column, e.getMessage());
        }
    }

    /** An empty time is a fault too: a cell that somebody forgot must not open a door for ever. */
    private Instant time(List<String> cells, String column) throws Fault {
        String value = required(cells, column);
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw new Fault(column, "not a time with an offset, such as 2027-07-13T15:00+02:00");
        }
    }

    /** Decodes a file without its byte order mark. */
    private static String decode(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = decoder.decode(bytes, text, true);
        text.flip();
        if (result.isError()) {
            long line = 1 + text.chars().filter(c -> c == '\n').count();
            throw new IllegalArgumentException(
                    "line " + line + ": not UTF-8; save the file as \"CSV UTF-8\"", new CharacterCodingException());
        }
        return text.length() > 0 && text.charAt(0) == '\uFEFF'
                ? text.subSequence(1, text.length()).toString()
                : text.toString();
    }

    /** What is wrong with a line. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private final String column;

        /** @param column null if it is not about one */
        Fault(String column, String message) {
            super(message);
            this.column = column;
        }
    }
}
