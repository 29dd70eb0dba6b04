package co.seam.instantkeys.spec.normalize;

import co.seam.instantkeys.spec.openapi.Document;
import co.seam.instantkeys.spec.openapi.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the document that the generator reads, and the properties by which Maven skips the generator. */
@Command(
        name = "normalize",
        description = "Puts an OpenAPI document of Seam into the form that the generator's templates expect."
                + " A document with x-curated: true has it already. Adds what the templates print and Mustache"
                + " can't compute.",
        mixinStandardHelpOptions = true)
public final class NormalizeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "IN", description = "An OpenAPI 3.0 document, in JSON or YAML.")
    private Path in;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The JSON file to write; not touched if it has the same content.")
    private Path out;

    @Option(
            names = "--hand-written",
            paramLabel = "FOLDER",
            description =
                    "The folder of the facade: for a tag that has a class there, only its base class is generated.")
    private Path handWritten;

    @Option(
            names = "--package",
            paramLabel = "NAME",
            description =
                    "A package of your own to generate into. The SDK's models keep theirs, and have no part in it.")
    private String packageName;

    @Option(
            names = "--generator",
            paramLabel = "FILE",
            description = "The generator's configuration. OUT.generator.yaml becomes a copy of it for this package.")
    private Path generator;

    @ArgGroup(exclusive = false)
    private Generation generation;

    /** What is generated from OUT. */
    private static final class Generation {
        @Option(
                names = "--sources",
                paramLabel = "FOLDER",
                required = true,
                description = "A folder generated from OUT; deleted if it must be generated again.")
        private List<Path> folders;

        @Option(
                names = "--input",
                paramLabel = "PATH",
                required = true,
                description = "Another input of the generator: a file, or a folder of files.")
        private List<Path> inputs;

        @Option(
                names = "--skip",
                paramLabel = "FILE",
                required = true,
                description =
                        "The properties file to write: for each folder, <its name>.skip is true if it is up to date.")
        private Path properties;
    }

    @Override
    public Integer call() {
        JavaPackage target = packageName == null ? JavaPackage.OWN : JavaPackage.of(packageName);
        Document document = Document.read(in);
        try {
            if (document.root().path("x-curated").asBoolean()) {
                write(TemplateHints.addTo(document.root(), handWritten(), target));
            } else {
                Normalizer normalizer = new Normalizer(document, Naming.BY_PATH);
                if (write(TemplateHints.addTo(normalizer.document(), handWritten(), target))) {
                    PrintWriter log = command.commandLine().getOut();
                    normalizer.leftOut().forEach(line -> log.println("left out " + line));
                }
            }
            if (handWritten != null) {
                writeIgnoreFile();
            }
            if (generator != null) {
                writeGeneratorConfiguration(target);
            }
            if (generation != null) {
                writeWhatToSkip();
            }
        } catch (IOException e) {
            throw new InvalidInputException(out + " can't be written for the generator: " + e + ".");
        }
        return 0;
    }

    /** Keeps the generator from writing classes of which there are hand-written ones. */
    private void writeIgnoreFile() throws IOException {
        Path ignore = out.resolveSibling(out.getFileName() + ".ignore");
        Files.write(
                ignore,
                handWritten().stream()
                        .map(name -> "**/" + name + ".java")
                        .sorted()
                        .toList());
    }

    /** Puts the files that the generator writes once into the folder of the package. */
    private void writeGeneratorConfiguration(JavaPackage target) throws IOException {
        Path configuration = out.resolveSibling(out.getFileName() + ".generator.yaml");
        Files.writeString(
                configuration,
                Files.readString(generator).replace(JavaPackage.OWN.folder() + "/", target.folder() + "/"));
    }

    /** The names of the classes in the folder. */
    private Set<String> handWritten() throws IOException {
        if (handWritten == null) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(handWritten)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    /** Returns whether the file had other content, or did not exist. */
    private boolean write(JsonNode document) throws IOException {
        byte[] json = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        if (Files.exists(out) && Arrays.equals(Files.readAllBytes(out), json)) {
            return false;
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.write(out, json);
        return true;
    }

    private void writeWhatToSkip() throws IOException {
        List<Path> inputs = new ArrayList<>(generation.inputs);
        inputs.add(out);
        String fingerprint = GeneratedSources.fingerprint(inputs);
        StringBuilder properties = new StringBuilder();
        for (Path folder : generation.folders) {
            GeneratedSources sources = new GeneratedSources(folder);
            properties
                    .append(sources.name())
                    .append(".skip=")
                    .append(sources.keepIfGeneratedFrom(fingerprint))
                    .append('\n');
        }
        Files.createDirectories(generation.properties.toAbsolutePath().getParent());
        Files.writeString(generation.properties, properties);
    }
}
