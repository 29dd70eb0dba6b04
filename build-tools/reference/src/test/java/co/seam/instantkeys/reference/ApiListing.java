package co.seam.instantkeys.reference;

import java.io.IOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What users of a module can name: its public types outside of {@code internal} packages, with their public and
 * protected members, nullness included. One line for each, in the order of their names.
 */
final class ApiListing {
    private static final Set<Class<?>> IMPLIED_SUPERCLASSES = Set.of(Object.class, Enum.class, Record.class);

    private ApiListing() {}

    /** Lists the module that has the type. */
    static String of(Class<?> typeOfModule) throws IOException {
        TreeMap<String, Class<?>> types = new TreeMap<>();
        for (String name : classNames(typeOfModule)) {
            Class<?> type = load(name, typeOfModule.getClassLoader());
            if (isListed(type)) {
                types.put(name, type);
            }
        }
        StringBuilder listing = new StringBuilder();
        String currentPackage = "";
        for (Class<?> type : types.values()) {
            if (!type.getPackageName().equals(currentPackage)) {
                currentPackage = type.getPackageName();
                listing.append(listing.length() == 0 ? "" : "\n")
                        .append("package ")
                        .append(currentPackage)
                        .append('\n');
            }
            listing.append('\n').append(declaration(type)).append('\n');
            members(type)
                    .forEach(member -> listing.append("    ").append(member).append('\n'));
        }
        return listing.toString();
    }

    private static Set<String> classNames(Class<?> typeOfModule) throws IOException {
        try {
            Path module = Path.of(typeOfModule
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(module)) {
                return classNames(module);
            }
            try (FileSystem jar = FileSystems.newFileSystem(module)) {
                return classNames(jar.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> classNames(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".class") && !name.matches("META-INF/.*|.*-info\\.class"))
                    .map(name -> name.replaceFirst("\\.class$", "").replace('/', '.'))
                    .filter(name -> !name.contains(".internal."))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isListed(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || !isVisible(type.getModifiers())) {
            return false;
        }
        return type.getDeclaringClass() == null || isListed(type.getDeclaringClass());
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String declaration(Class<?> type) {
        String head = deprecated(type) + modifiers(type) + kind(type) + " " + name(type)
                + parameters(type.getTypeParameters());
        Class<?> superclass = type.getSuperclass();
        if (superclass != null && !isHidden(superclass) && !IMPLIED_SUPERCLASSES.contains(superclass)) {
            head += " extends " + text(type.getAnnotatedSuperclass());
        }
        String interfaces = Stream.of(type.getAnnotatedInterfaces())
                .filter(each -> isVisible(raw(each.getType()).getModifiers()) && !type.isAnnotation())
                .map(ApiListing::text)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!interfaces.isEmpty()) {
            head += (type.isInterface() ? " extends " : " implements ") + interfaces;
        }
        return head;
    }

    /** Users cannot name such a superclass, but what their type inherits from it is part of that type. */
    private static boolean isHidden(Class<?> superclass) {
        return !isVisible(superclass.getModifiers());
    }

    private static String modifiers(Class<?> type) {
        int modifiers = type.getModifiers();
        List<String> names = new ArrayList<>();
        if (Modifier.isProtected(modifiers)) {
            names.add("protected");
        }
        if (Modifier.isAbstract(modifiers) && !type.isInterface()) {
            names.add("abstract");
        }
        if (Modifier.isFinal(modifiers) && !type.isEnum() && !type.isRecord()) {
            names.add("final");
        }
        return names.stream().map(name -> name + " ").collect(Collectors.joining());
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    /** Constructors, fields, methods; each kind in the order of names. */
    private static List<String> members(Class<?> type) {
        List<String> members = new ArrayList<>();
        Stream.of(type.getDeclaredConstructors())
                .filter(ApiListing::isListed)
                .map(ApiListing::constructor)
                .sorted()
                .forEach(members::add);
        Stream.of(type.getDeclaredFields())
                .filter(ApiListing::isListed)
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .map(ApiListing::field)
                .forEach(members::add);
        TreeMap<String, String> methods = new TreeMap<>();
        for (Class<?> owner = type;
                owner != null && (owner == type || isHidden(owner));
                owner = owner.getSuperclass()) {
            Stream.of(owner.getDeclaredMethods())
                    .filter(ApiListing::isListed)
                    .forEach(method -> methods.putIfAbsent(method.getName() + arguments(method), method(method)));
        }
        members.addAll(methods.values());
        return members;
    }

    private static <M extends Member & AnnotatedElement> boolean isListed(M member) {
        boolean isOverride = member instanceof Method && isOfObject((Method) member);
        return isVisible(member.getModifiers()) && !member.isSynthetic() && !isOverride;
    }

    /** Every type has these. */
    private static boolean isOfObject(Method method) {
        return Arrays.stream(Object.class.getDeclaredMethods())
                .anyMatch(each -> each.getName().equals(method.getName())
                        && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()));
    }

    private static String constructor(Constructor<?> constructor) {
        return deprecated(constructor)
                + access(constructor)
                + name(constructor.getDeclaringClass())
                + arguments(constructor)
                + exceptions(constructor);
    }

    private static String field(Field field) {
        return deprecated(field) + access(field) + text(field.getAnnotatedType()) + " " + field.getName();
    }

    private static String method(Method method) {
        Object defaultValue = method.getDefaultValue();
        return deprecated(method) + access(method) + typeParameters(method) + text(method.getAnnotatedReturnType())
                + " " + method.getName() + arguments(method) + exceptions(method)
                + (defaultValue == null ? "" : " default " + value(defaultValue));
    }

    private static String value(Object value) {
        return value instanceof Object[] ? Arrays.toString((Object[]) value) : value.toString();
    }

    private static String deprecated(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
    }

    private static String access(Member member) {
        int modifiers = member.getModifiers();
        boolean inInterface = member.getDeclaringClass().isInterface();
        List<String> names = new ArrayList<>();
        if (Modifier.isProtected(modifiers)) {
            names.add("protected");
        }
        if (Modifier.isStatic(modifiers)) {
            names.add("static");
        }
        if (Modifier.isAbstract(modifiers) && !inInterface) {
            names.add("abstract");
        }
        if (member instanceof Method && ((Method) member).isDefault()) {
            names.add("default");
        }
        boolean finalClass = Modifier.isFinal(member.getDeclaringClass().getModifiers());
        if (Modifier.isFinal(modifiers) && (member instanceof Field || !finalClass)) {
            names.add("final");
        }
        return names.stream().map(name -> name + " ").collect(Collectors.joining());
    }

    private static String arguments(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        List<String> texts =
                Arrays.stream(types).map(ApiListing::text).collect(Collectors.toCollection(ArrayList::new));
        if (executable.isVarArgs()) {
            texts.set(texts.size() - 1, texts.get(texts.size() - 1).replaceFirst("\\[]$", "..."));
        }
        return "(" + String.join(", ", texts) + ")";
    }

    private static String exceptions(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedExceptionTypes();
        return types.length == 0
                ? ""
                : " throws " + Arrays.stream(types).map(ApiListing::text).collect(Collectors.joining(", "));
    }

    private static String typeParameters(Method method) {
        String parameters = parameters(method.getTypeParameters());
        return parameters.isEmpty() ? "" : parameters + " ";
    }

    private static String parameters(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables).map(ApiListing::parameter).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String parameter(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getAnnotatedBounds())
                .map(ApiListing::text)
                .filter(bound -> !bound.equals("Object"))
                .collect(Collectors.joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private static String text(AnnotatedType type) {
        String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType) {
            String element = text(((AnnotatedArrayType) type).getAnnotatedGenericComponentType());
            return element + (nullable.isEmpty() ? "" : " " + nullable) + "[]";
        }
        if (type instanceof AnnotatedParameterizedType) {
            String arguments = Arrays.stream(((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments())
                    .map(ApiListing::text)
                    .collect(Collectors.joining(", ", "<", ">"));
            return nullable + name(raw(type.getType())) + arguments;
        }
        if (type instanceof AnnotatedWildcardType) {
            return wildcard((AnnotatedWildcardType) type);
        }
        if (type instanceof AnnotatedTypeVariable) {
            return nullable + type.getType().getTypeName();
        }
        return nullable + name((Class<?>) type.getType());
    }

    private static String wildcard(AnnotatedWildcardType type) {
        if (type.getAnnotatedLowerBounds().length > 0) {
            return "? super " + text(type.getAnnotatedLowerBounds()[0]);
        }
        String upper = text(type.getAnnotatedUpperBounds()[0]);
        return upper.equals("Object") ? "?" : "? extends " + upper;
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType ? ((ParameterizedType) type).getRawType() : type);
    }

    /** Returns the name without package; for a nested type, with the types around it. */
    private static String name(Class<?> type) {
        return type.getDeclaringClass() == null
                ? type.getSimpleName()
                : name(type.getDeclaringClass()) + "." + type.getSimpleName();
    }
}
