package co.seam.instantkeys;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import co.seam.instantkeys.generated.model.ModelCodecs;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("co.seam.instantkeys");

    @Test
    void generated_dependsOnNothingOfTheFacade() {
        noClasses()
                .that()
                .resideInAPackage("..generated..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("co.seam.instantkeys")
                .because("it is regenerated from the contract alone, and the sandbox uses it without the facade")
                .check(CLASSES);
    }

    @Test
    void internal_knowsNothingAboveIt() {
        noClasses()
                .that()
                .resideInAPackage("..internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("co.seam.instantkeys")
                .because("the transport has a specification of its own (docs/faults.md), and no domain in it")
                .check(CLASSES);
    }

    @Test
    void json_dependsOnNoOtherPackageOfThisSdk() {
        noClasses()
                .that()
                .resideInAPackage("..internal.json..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "co.seam.instantkeys", "..internal.transport..", "..generated..", "retrofit2..")
                        .and(not(type(ModelCodecs.TextReader.class))))
                .because("the JSON reader can be deleted in one step when Gson's own is fast enough")
                .check(CLASSES);
    }

    @Test
    void okHttp_isKnownToFewClasses() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..internal..", "..generated..", "..wiremock..")
                .and(areNotAmong(
                        "Seam", "Builder", "Settings", "Credentials", "Endpoint", "CallExecutor", "ErrorMapper"))
                .and(areNotAmong("RawApi", "Creation", "SeamCallAdapterFactory", "SeamCall"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..")
                .because("HTTP is the business of internal.transport; here are only the construction of the client and"
                        + " the one place that turns responses into results and exceptions")
                .check(CLASSES);
    }

    @Test
    void retrofit_isKnownToFewClasses() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..internal..", "..generated..", "..wiremock..")
                .and(areNotAmong("RawApi", "Creation", "CallExecutor", "SeamCallAdapterFactory", "SeamCall"))
                .and(areNotAmong("SeamApiException", "SeamCalls", "Completion")) // of the raw API
                .should()
                .dependOnClassesThat(resideInAPackage("retrofit2..")
                        .and(describe(
                                "are not Call", type -> !type.getSimpleName().equals("Call"))))
                .because("resources build calls and pass them on; executing them is the job of CallExecutor")
                .check(CLASSES);
    }

    @Test
    void publicSignatures_mentionNothingInternal() {
        methods()
                .that()
                .areDeclaredInClassesThat(resideInAPackage("co.seam.instantkeys"))
                .and(describe(
                        "are visible to users",
                        method -> isVisible(method.getModifiers())
                                && isVisible(method.getOwner().getModifiers())))
                .should(notHave(
                        "a parameter, result or exception of an internal package",
                        method -> Stream.of(
                                        method.getRawParameterTypes().stream(),
                                        Stream.of(method.getRawReturnType()),
                                        method.getExceptionTypes().stream())
                                .flatMap(types -> types)
                                .anyMatch(type -> type.getName().contains(".internal."))))
                .because("internal packages change in any release")
                .check(CLASSES);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static DescribedPredicate<JavaClass> areNotAmong(String... names) {
        return describe(
                "are not among " + List.of(names), type -> !List.of(names).contains(simpleName(type)));
    }

    /** Anonymous classes count as the class around them. */
    private static String simpleName(JavaClass type) {
        JavaClass named = type;
        while (named.isAnonymousClass() && named.getEnclosingClass().isPresent()) {
            named = named.getEnclosingClass().get();
        }
        return named.getSimpleName();
    }

    private static ArchCondition<JavaMethod> notHave(String what, Predicate<JavaMethod> has) {
        return new ArchCondition<>("not have " + what) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                if (has.test(method)) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " has " + what));
                }
            }
        };
    }

    @Test
    void facade_usesNoReflectiveGson() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.google.gson.Gson")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.google.gson.GsonBuilder")
                .because(
                        "a Gson object costs more at start-up than the rest of this SDK; only the factory for a Gson of"
                                + " the caller's own may name it")
                .check(CLASSES.that(
                        describe("are not the factory", c -> !c.getSimpleName().equals("SeamTypeAdapterFactory"))));
    }

    @Test
    void publicClasses_areFinalUnlessExceptions() {
        classes()
                .that()
                .resideInAPackage("co.seam.instantkeys")
                .and()
                .arePublic()
                .and()
                .areNotAssignableTo(SeamException.class)
                .and()
                .doNotBelongToAnyOf(SeamOperations.class) // generated classes of other packages extend it
                .and()
                .areNotInterfaces() // users implement them
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("a class that nobody can extend can change without breaking subclasses")
                .check(CLASSES);
    }

    @Test
    void fields_areNeverPublicUnlessConstants() {
        fields().that()
                .arePublic()
                .should()
                .beStatic()
                .andShould()
                .beFinal()
                .because("a public field is an API that cannot check or change anything")
                .check(CLASSES);
    }

    @Test
    void nothing_printsOrUsesALoggingLibrary() {
        noClasses()
                .that()
                .doNotHaveSimpleName("StandAlone") // a program, whose output is what it is for
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.apache..")
                .because("a library reports through exceptions, and through System.Logger where it must")
                .check(CLASSES);
    }
}
