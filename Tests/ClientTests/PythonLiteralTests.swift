import ALCFClient
import ALCFJSON
import Testing

/// What pandas 3.1 with NumPy 2.4 wrote, and older ones write.
@Suite struct PythonLiteralTests {
    @Test(arguments: [
        (
            "{'text': array(['Denver Broncos', 'It\\'s \"the\" Broncos'], dtype=object), 'answer_start': array([0, 0], dtype=int32)}",
            #"{"text":["Denver Broncos","It's \"the\" Broncos"],"answer_start":[0,0]}"#
        ),
        (
            "{'text': array([], dtype=object), 'answer_start': array([], dtype=int32)}",
            #"{"text":[],"answer_start":[]}"#
        ),
        ("array(['a',\n       'b'],\n      dtype='<U14')", #"["a","b"]"#),
        (
            "array([array(['a b.', ' c.'], dtype=object), array(['d'], dtype=object)],\n      dtype=object)",
            #"[["a b."," c."],["d"]]"#
        ),
        ("array([1. , 2.5])", "[1.0,2.5]"), ("array([], shape=(0, 3), dtype=float64)", "[]"),
        ("array(['a'], dtype=dtype('O'))", #"["a"]"#),
        (#"['Rome' "l'Aquila"]"#, #"["Rome","l'Aquila"]"#), ("['a'\n 'b']", #"["a","b"]"#), ("[0 1 2]", "[0,1,2]"),
        (
            "[{'from': 'human', 'value': 'x'}\n {'from': 'gpt', 'value': 'y'}]",
            #"[{"from":"human","value":"x"},{"from":"gpt","value":"y"}]"#
        ),
        ("[np.str_('Rome'), numpy.int64(3)]", #"["Rome",3]"#), ("('Rome', 'Roma\\n2')", #"["Rome","Roma\n2"]"#),
        ("frozenset({'a'})", #"["a"]"#), ("[u'a', b'b']", #"["a","b"]"#), ("[nan, None]", "[null,null]"),
    ])
    func readsWhatPandasWrites(text: String, json: String) throws {
        let value = try #require(PythonLiteral.parse(text))
        #expect(value.serialized() == json)
    }

    @Test(arguments: [
        // Shortened by NumPy: what is missing nobody knows.
        "array(['x0', 'x1', ..., 'x1499'],\n      shape=(1500,), dtype=object)", "[0 1 ... 9]",
        "['a''b']", "('a' 'b')", "array(['a'", "array(['a'], dtype=)", "array()", "open('x')", "[Rome]", "bar",
        "{'a' 'b'}",
        "[1,,2]", "[,]", "",
        // JSON's reader takes no such name, so that what is written of it could not be read.
        "{'a\\x00b': 1}", "{'a\0b': 1}",
    ])
    func refusesTheRest(text: String) { #expect(PythonLiteral.parse(text) == nil) }

    /// Python spells numbers that JSON has not in more ways than one.
    @Test(arguments: ["nan", "NaN", "inf", "-inf", "Infinity", "-Infinity", "1e999"])
    func numbersThatJSONHasNotAreNull(text: String) { #expect(PythonLiteral.parse(text) == JSONValue.null) }
}
