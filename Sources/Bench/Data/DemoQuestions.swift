let demoJSON = #"{"version":"1.1","data":[]}"#
