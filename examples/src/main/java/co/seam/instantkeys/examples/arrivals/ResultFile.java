package co.seam.instantkeys.examples.arrivals;

import co.seam.instantkeys.IssuedStay;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.StayResult;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of each booking, as CSV: key, outcome, link. A link opens a door, so only the owner of the file may read
 * it (on Windows: whoever may read the folder). Rows of earlier runs stay until there is a newer one for their key.
 *
 * <p>One run at a time has it: another would replace the rows of this one.
 */
final class ResultFile implements AutoCloseable {
    private static final List<String> HEADER = List.of("key", "outcome", "link");

    private final Path file;
    private final FileChannel lock;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    private ResultFile(Path file, FileChannel lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Reads what an earlier run has written, and writes it again, so that a folder that cannot be written to is noticed
     * before anything is issued.
     *
     * @throws IllegalArgumentException if there is a file that no earlier run has written, or if another run has it
     */
    static ResultFile open(Path file) throws IOException {
        ResultFile results = new ResultFile(file, lock(file));
        try {
            if (Files.exists(file)) {
                results.read();
            }
            results.save();
            return results;
        } catch (IOException | RuntimeException e) {
            results.close();
            throw e;
        }
    }

    /** Locks a file of its own: the results are moved into place, and a lock does not move along. */
    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(lockOf(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // in this JVM
        }
        if (!locked) {
            channel.close();
            throw new IllegalArgumentException(file + ": another run is writing it");
        }
        return channel;
    }

    private static Path lockOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(lockOf(file));
        lock.close();
    }

    private void read() throws IOException {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
            boolean isHeader = true;
            for (CsvRecord row : csv) {
                if (isHeader ? !row.getFields().equals(HEADER) : row.getFieldCount() != HEADER.size()) {
                    throw new IllegalArgumentException(
                            file + ", line " + row.getStartingLineNumber() + ": not a result of this program");
                }
                if (!isHeader) {
                    rows.put(row.getField(0), row.getFields());
                }
                isHeader = false;
            }
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(file + ": not a result of this program", e);
        }
    }

    /** A booking that fails keeps the link that it got in an earlier run. */
    void put(StayResult result) {
        String key = result.getAccessGrantKey();
        IssuedStay stay = result.getStay();
        String link = stay != null
                ? stay.getInstantKeyUrl()
                : rows.getOrDefault(key, List.of(key, "", "")).get(2);
        rows.put(key, List.of(key, outcome(result), link));
    }

    static String outcome(StayResult result) {
        if (result.getStay() != null) {
            return result.getStay().isNew() ? "new" : "existing";
        }
        RuntimeException failure = result.getFailure();
        boolean unknown = failure instanceof SeamException && ((SeamException) failure).isOutcomeUnknown();
        return (unknown ? "unknown: " : "failed: ") + failure.getMessage();
    }

    /** Otherwise the machine could fail after the move and before the rows are on the disk. */
    private static void force(Path written) throws IOException {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Writes all rows. Whoever reads the file at the same time sees the old rows or the new ones. */
    void save() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".tmp"); // for its owner only
        try {
            try (CsvWriter csv = CsvWriter.builder().build(temporary, StandardCharsets.UTF_8)) {
                csv.writeRecord(HEADER);
                rows.values().forEach(csv::writeRecord);
            }
            force(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
