package co.seam.instantkeys;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.badRequest;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import co.seam.instantkeys.generated.model.AccessGrant;
import co.seam.instantkeys.generated.model.AccessMethod;
import co.seam.instantkeys.generated.model.AccessMethodMode;
import co.seam.instantkeys.generated.model.ErrorDetail;
import co.seam.instantkeys.generated.model.Event;
import co.seam.instantkeys.generated.model.InstantKey;
import co.seam.instantkeys.generated.model.NewAccessMethod;
import co.seam.instantkeys.generated.model.NewUserIdentity;
import co.seam.instantkeys.internal.transport.CallObserver;
import co.seam.instantkeys.internal.transport.SystemClock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;
import retrofit2.Invocation;

/**
 * Creates an object of every public type, with a marker for every secret in it, and searches its text for the marker.
 */
class SecretsWalkTest {
    private static final String MARKER = "swordfish";
    private static final String KEY = "seam_test1_" + MARKER;
    private static final String PIN = "471147"; // StayRequest checks that a PIN has digits only
    private static final String LINK = "https://ik.seam.co/" + MARKER;

    /**
     * Secrets by the name of their setter, whatever the contract marks; SecrecyTest checks the marks by the same rule.
     */
    private static final Pattern SECRET =
            Pattern.compile("code|pinCode|.*([tT]oken|[sS]ecret|[pP]assword|[pP]rivateKey).*|instantKeyUrl");

    private static final List<Class<?>> TYPES = new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("co.seam.instantkeys", "co.seam.instantkeys.generated.model")
                    .stream()
                    .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(type -> !type.getPackageName().endsWith("wiremock"))
                    .filter(type -> !type.getPackageName().contains(".internal"))
                    .map(JavaClass::reflect)
                    .collect(Collectors.toUnmodifiableList());

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    static Stream<Class<?>> built() {
        return TYPES.stream().filter(SecretsWalkTest::hasBuilder).filter(type -> type != Seam.class);
    }

    static Stream<Object> created() throws Exception {
        return others().stream();
    }

    static Stream<Method> operations() {
        return new ClassFileImporter()
                .importPackages("co.seam.instantkeys.generated.api").stream()
                        .map(JavaClass::reflect)
                        .filter(type -> type.isInterface() && !type.isAnnotation())
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()));
    }

    @ParameterizedTest
    @MethodSource("built")
    void toString_modelWithEverySecretSet_showsNone(Class<?> type) throws Exception {
        Object builder = filledBuilder(type);

        Object model = build(builder);

        assertShowsNoSecret(model);
        assertShowsNoSecret(builder);
    }

    @ParameterizedTest
    @MethodSource("created")
    void toString_everyOtherPublicType_showsNoSecret(Object one) {
        assertShowsNoSecret(one);
    }

    /** Fails if a new type is not covered by these tests. */
    @Test
    void everyPublicType_withState_isCreatedHere() throws Exception {
        Set<Class<?>> seen = Stream.concat(
                        others().stream().map(Object::getClass),
                        built().flatMap(type -> Stream.of(type, builderOf(type))))
                .collect(Collectors.toSet());

        Set<String> unseen = new TreeSet<>();
        for (Class<?> type : TYPES) {
            boolean holdsNothing = type.isInterface()
                    || Modifier.isAbstract(type.getModifiers())
                    || Stream.of(type.getDeclaredFields()).allMatch(field -> Modifier.isStatic(field.getModifiers()))
                            && !Throwable.class.isAssignableFrom(type);
            if (!holdsNothing && !isEnum(type) && !seen.contains(type)) {
                unseen.add(type.getName());
            }
        }

        assertThat(unseen).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void call_everySecretInTheRequest_isInNoLogAndNoToString(Method operation) throws Exception {
        server.stubFor(any(anyUrl()).willReturn(badRequest().withBody(LINK)));
        try (LogCapture logs = new LogCapture();
                Seam seam = Seam.builder()
                        .apiKey(KEY)
                        .endpoint(server.baseUrl())
                        .logRequests()
                        .build()) {
            Object request = build(filledBuilder(operation.getParameterTypes()[0]));
            Call<?> call = (Call<?>) operation.invoke(seam.api(operation.getDeclaringClass()), request);

            Request sent = call.request();
            String response = call.execute().toString();

            assertThat(sent + " " + sent.headers() + sent.tag(Invocation.class) + call + response)
                    .doesNotContain(MARKER);
            assertThat(logs.lines()).isNotEmpty();
            assertThat(logs.lines().toString()).doesNotContain(MARKER);
        }
    }

    private static void assertShowsNoSecret(Object one) {
        assertThat(one.toString()).doesNotContain(MARKER, PIN);
        if (one instanceof Throwable) {
            StringWriter trace = new StringWriter();
            ((Throwable) one).printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(MARKER);
        }
    }

    /**
     * Types without a builder, created as the SDK creates them, with the marker in place of server messages and links.
     */
    private static List<Object> others() throws Exception {
        AccessGrant grant = (AccessGrant) build(filledBuilder(AccessGrant.class));
        AccessMethod method = (AccessMethod) build(filledBuilder(AccessMethod.class));
        InstantKey key = (InstantKey) build(filledBuilder(InstantKey.class));
        ErrorDetail detail = (ErrorDetail) build(filledBuilder(ErrorDetail.class));
        Seam seam = Seam.withApiKey(KEY);
        seam.close();
        Paginated<InstantKey> list = new Paginated<>(null, cursor -> new Page<>(List.of(key), null));
        SeamResponseException unreadable = new SeamResponseException(
                "odd",
                200,
                "/x",
                "instant_keys",
                null,
                LINK,
                List.of(new UnreadableItem(LINK, "instant_keys[0]: odd")),
                List.of(key),
                false,
                null);
        List<Object> all = new ArrayList<>(List.of(
                seam,
                Seam.builder().apiKey(KEY),
                Seam.builder().personalAccessToken("seam_at1_" + MARKER, "workspace"),
                seam.stays(),
                seam.instantKeys(),
                seam.userIdentities(),
                seam.accessGrants(),
                seam.accessMethods(),
                seam.acs(),
                seam.acs().systems(),
                seam.acs().entrances(),
                seam.spaces(),
                seam.workspaces(),
                seam.clientSessions(),
                seam.events(),
                seam.webhooks(),
                new IssuedStay(grant, LINK, null, true),
                new SeamCallEvent(new CallObserver.Record("/x", 1, 200, null, Duration.ZERO, false)),
                StayResult.failed(
                        (StayRequest) build(filledBuilder(StayRequest.class)), new SeamException("x", false, null)),
                new StayProgress(1, 2, 3, Duration.ZERO, null),
                IssueAllOptions.builder().build(),
                new StayResults(
                        Collections.emptyIterator(),
                        request -> new IssuedStay(grant, LINK, null, true),
                        new Brake(new SystemClock(), Duration.ZERO),
                        task -> {},
                        IssueAllOptions.builder().build(),
                        new SystemClock()),
                new GrantDifference(GrantDifference.Kind.METHODS, LINK, LINK),
                new SeamReplacementException(grant, new SeamException("rejected", false, null)),
                list,
                list.firstPage(),
                new UnreadableItem(LINK, "events[0]: odd"),
                new SeamList<>(List.of(key), unreadable),
                new SeamException("same cursor", false, null),
                new SeamIssuanceException("late", "grant", grant, List.of(method), null),
                new SeamConnectionException("broken", "/x", true, null),
                new SeamTimeoutException("late", "/x", true, null),
                new WebhookEvent("msg", Instant.EPOCH, (Event) build(filledBuilder(Event.class))),
                new SeamWebhookSignatureException("forged"),
                new SeamWebhookPayloadException("msg", LINK.getBytes(StandardCharsets.UTF_8), "odd"),
                new SeamResponseException("odd", 200, "/x", "access_grant", null, LINK, true, null)));
        ApiErrorDetails failure = new ApiErrorDetails(400, "/x", null, null, LINK, detail, "rejected", false);
        for (Class<?> type : TYPES) {
            if (SeamApiException.class.isAssignableFrom(type)) {
                Constructor<?> constructor = type.getDeclaredConstructor(ApiErrorDetails.class);
                all.add(constructor.newInstance(failure));
            }
        }
        return all;
    }

    private static boolean hasBuilder(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("builder") && method.getParameterCount() == 0);
    }

    private static Class<?> builderOf(Class<?> type) {
        try {
            return type.getMethod("builder").getReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isEnum(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("of")
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0] == String.class);
    }

    private static Object build(Object builder) throws Exception {
        return builder.getClass().getMethod("build").invoke(builder);
    }

    /** A builder with every property set. A StayRequest allows only one kind of guest, so it is built by hand. */
    private static Object filledBuilder(Class<?> type) throws Exception {
        if (type == SeamWebhook.class) {
            return SeamWebhook.builder().addSecret(MARKER + MARKER + "AA");
        }
        if (type == IssueAllOptions.class) { // holds nothing that has a text
            return IssueAllOptions.builder();
        }
        if (type == StayRequest.class) {
            return StayRequest.builder()
                    .accessGrantKey("booking-7")
                    .newUser((NewUserIdentity) build(filledBuilder(NewUserIdentity.class)))
                    .acsEntranceIds(List.of("door"))
                    .startsAt(Instant.EPOCH)
                    .noEnd()
                    .accessMethods(List.of(
                            NewAccessMethod.builder()
                                    .mode(AccessMethodMode.MOBILE_KEY)
                                    .build(),
                            NewAccessMethod.builder()
                                    .mode(AccessMethodMode.CODE)
                                    .code(PIN)
                                    .build()));
        }
        Object builder = type.getMethod("builder").invoke(null);
        for (Method setter : builder.getClass().getMethods()) {
            if (setter.getReturnType() == builder.getClass() && setter.getParameterCount() == 1) {
                setter.invoke(builder, value(setter.getName(), setter.getGenericParameterTypes()[0]));
            }
        }
        builder.getClass()
                .getMethod("putAdditionalProperty", String.class, Object.class)
                .invoke(builder, "new_code", MARKER);
        builder.getClass()
                .getMethod("putAdditionalProperty", String.class, Object.class)
                .invoke(builder, "bridge", Map.of("common_code_key", List.of(MARKER)));
        return builder;
    }

    private static Object value(String name, Type type) throws Exception {
        if (type == String.class) {
            return SECRET.matcher(name).matches() ? MARKER : "plain";
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == int.class || type == long.class) {
            return 1;
        }
        if (type == double.class) {
            return 1.0;
        }
        if (type == Instant.class) {
            return Instant.EPOCH;
        }
        if (type == BigDecimal.class) {
            return BigDecimal.ONE;
        }
        if (type instanceof ParameterizedType) {
            ParameterizedType container = (ParameterizedType) type;
            return container.getRawType() == List.class
                    ? List.of(value(name, container.getActualTypeArguments()[0]))
                    : Map.of("pin_code", MARKER);
        }
        if (type == Object.class) { // any JSON
            return Map.of("pin_code", MARKER);
        }
        Class<?> model = (Class<?>) type;
        return hasBuilder(model)
                ? build(filledBuilder(model))
                : model.getMethod("of", String.class).invoke(null, "plain");
    }
}
