/// The built-in questions, in the format of SQuAD v1.1. Written for this project; every fact is common knowledge.
/// Lines end in a backslash and number sign where the text goes on: they are one line of JSON.
let demoQuestions = #"""
    {"version": "1.1", "data": [
    {"title": "Chicago_Pile-1", "paragraphs": [{"context":
    "Chicago Pile-1 was the first artificial nuclear reactor. It was built at the University of Chicago, under the \#
    west stands of Stagg Field, by a group that Enrico Fermi led. The pile was made of graphite blocks, which \#
    slowed the neutrons down, and of lumps of uranium and uranium oxide. Control rods covered with cadmium absorbed \#
    neutrons and kept the reaction in check. On 2 December 1942 the pile went critical: it sustained a chain \#
    reaction for the first time. The reactor had no cooling system and no radiation shield.",
      "qas": [
    {"id": "alcf-demo-01", "question": "Who led the group that built Chicago Pile-1?", "answers": [{"answer_start": \#
    154, "text": "Enrico Fermi"}, {"answer_start": 161, "text": "Fermi"}]},
    {"id": "alcf-demo-02", "question": "On which day did Chicago Pile-1 go critical?", "answers": [{"answer_start": \#
    372, "text": "2 December 1942"}]},
    {"id": "alcf-demo-03", "question": "Which material slowed the neutrons down?", "answers": [{"answer_start": \#
    193, "text": "graphite"}, {"answer_start": 193, "text": "graphite blocks"}]},
    {"id": "alcf-demo-04", "question": "With what were the control rods covered?", "answers": [{"answer_start": \#
    311, "text": "cadmium"}]}
      ]}]},
    {"title": "Argonne_Leadership_Computing_Facility", "paragraphs": [{"context":
    "The Argonne Leadership Computing Facility, known as ALCF, provides supercomputers and expert help to \#
    scientists. It is a user facility of the Office of Science of the Department of Energy. Together with its \#
    sister facility at Oak Ridge National Laboratory it forms the Leadership Computing Facility. Researchers apply \#
    for computing time through programs such as INCITE, and their proposals are reviewed by other scientists. \#
    Computing time is counted in node-hours: the use of one node for one hour. Results of open research are \#
    expected to be published.",
      "qas": [
    {"id": "alcf-demo-05", "question": "What is the Argonne Leadership Computing Facility known as?", "answers": \#
    [{"answer_start": 52, "text": "ALCF"}]},
    {"id": "alcf-demo-06", "question": "At which laboratory is ALCF's sister facility?", "answers": \#
    [{"answer_start": 226, "text": "Oak Ridge National Laboratory"}]},
    {"id": "alcf-demo-07", "question": "In what is computing time counted?", "answers": [{"answer_start": 453, \#
    "text": "node-hours"}]},
    {"id": "alcf-demo-08", "question": "Through which program do researchers apply for computing time?", "answers": \#
    [{"answer_start": 362, "text": "INCITE"}]}
      ]}]},
    {"title": "Aurora_(supercomputer)", "paragraphs": [{"context":
    "Aurora is an exascale supercomputer at the Argonne Leadership Computing Facility. An exascale computer can do \#
    at least a billion billion calculations each second. Aurora was built by Intel and Hewlett Packard Enterprise. \#
    It has 10,624 nodes, each called a blade, and every node holds two Intel Xeon CPU Max processors and six Intel \#
    Data Center GPU Max processors. The nodes are joined by a network called Slingshot. In May 2024 Aurora passed \#
    one exaflop on the benchmark that ranks the fastest computers of the world.",
      "qas": [
    {"id": "alcf-demo-09", "question": "How many nodes does Aurora have?", "answers": [{"answer_start": 228, \#
    "text": "10,624"}]},
    {"id": "alcf-demo-10", "question": "What is the network called that joins the nodes of Aurora?", "answers": \#
    [{"answer_start": 405, "text": "Slingshot"}]},
    {"id": "alcf-demo-11", "question": "How many GPU processors does every node of Aurora hold?", "answers": \#
    [{"answer_start": 322, "text": "six"}]},
    {"id": "alcf-demo-12", "question": "When did Aurora pass one exaflop?", "answers": [{"answer_start": 419, \#
    "text": "May 2024"}, {"answer_start": 416, "text": "In May 2024"}]}
      ]}]},
    {"title": "Polaris_(supercomputer)", "paragraphs": [{"context":
    "Polaris is a supercomputer at Argonne that was built by Hewlett Packard Enterprise and opened to researchers \#
    in 2022. It has 560 nodes. Each node has one AMD EPYC processor and four NVIDIA A100 graphics processors, and \#
    the nodes are joined by a Slingshot network. Polaris helped users to prepare their codes for Aurora, which was \#
    installed later. Because its graphics processors are good at the arithmetic of neural networks, it is used for \#
    machine learning as well as for simulation. Its name is also that of the North Star.",
      "qas": [
    {"id": "alcf-demo-13", "question": "How many nodes does Polaris have?", "answers": [{"answer_start": 125, \#
    "text": "560"}]},
    {"id": "alcf-demo-14", "question": "In which year was Polaris opened to researchers?", "answers": \#
    [{"answer_start": 112, "text": "2022"}]},
    {"id": "alcf-demo-15", "question": "Which company built Polaris?", "answers": [{"answer_start": 56, "text": \#
    "Hewlett Packard Enterprise"}]},
    {"id": "alcf-demo-16", "question": "For which later machine did Polaris help users to prepare their codes?", \#
    "answers": [{"answer_start": 312, "text": "Aurora"}]}
      ]}]},
    {"title": "Advanced_Photon_Source", "paragraphs": [{"context":
    "The Advanced Photon Source, or APS, is a synchrotron at Argonne that makes very bright X-rays. Electrons \#
    travel at almost the speed of light around a storage ring with a circumference of about 1.1 kilometers. Where \#
    magnets bend or shake their path, they give off X-rays, which are led along beamlines to experiment stations. \#
    Scientists use them to see the structure of proteins, batteries, metals and rocks. The machine first made \#
    X-rays in 1995. Thousands of researchers come to use it in a typical year.",
      "qas": [
    {"id": "alcf-demo-17", "question": "What does the Advanced Photon Source make?", "answers": [{"answer_start": \#
    75, "text": "very bright X-rays"}, {"answer_start": 87, "text": "X-rays"}]},
    {"id": "alcf-demo-18", "question": "How long is the circumference of the storage ring?", "answers": \#
    [{"answer_start": 187, "text": "about 1.1 kilometers"}, {"answer_start": 193, "text": "1.1 kilometers"}]},
    {"id": "alcf-demo-19", "question": "When did the Advanced Photon Source first make X-rays?", "answers": \#
    [{"answer_start": 441, "text": "1995"}]},
    {"id": "alcf-demo-20", "question": "Along what are the X-rays led to experiment stations?", "answers": \#
    [{"answer_start": 291, "text": "beamlines"}]}
      ]}]},
    {"title": "APS_Upgrade", "paragraphs": [{"context":
    "The upgrade of the Advanced Photon Source, called APS-U, replaced the whole storage ring in the tunnel of the \#
    old one. The machine was shut down in April 2023, and the new ring stored its first electrons in April 2024. \#
    Its magnets are arranged in what is called a multi-bend achromat lattice, which squeezes the electron beam to a \#
    much smaller size. As a result the X-ray beams are up to 500 times brighter than before. The brighter beams let \#
    scientists look at smaller things, and watch them change faster.",
      "qas": [
    {"id": "alcf-demo-21", "question": "What is the upgrade of the Advanced Photon Source called?", "answers": \#
    [{"answer_start": 50, "text": "APS-U"}]},
    {"id": "alcf-demo-22", "question": "When was the machine shut down for the upgrade?", "answers": \#
    [{"answer_start": 148, "text": "April 2023"}]},
    {"id": "alcf-demo-23", "question": "What is the arrangement of the magnets called?", "answers": \#
    [{"answer_start": 262, "text": "a multi-bend achromat lattice"}, {"answer_start": 264, "text": "multi-bend \#
    achromat lattice"}]},
    {"id": "alcf-demo-24", "question": "Up to how many times brighter are the X-ray beams?", "answers": \#
    [{"answer_start": 388, "text": "500"}]}
      ]}]},
    {"title": "Center_for_Nanoscale_Materials", "paragraphs": [{"context":
    "The Center for Nanoscale Materials is a user facility at Argonne for the study of very small structures. A \#
    nanometer is one billionth of a meter; a sheet of paper is about 100,000 nanometers thick. Inside the building \#
    is a cleanroom, where dust is filtered out of the air so that it does not spoil the tiny devices that are made \#
    there. The center shares an X-ray nanoprobe with the Advanced Photon Source, which lies next to it. Electron \#
    microscopes show how the atoms of a material are arranged.",
      "qas": [
    {"id": "alcf-demo-25", "question": "What is one billionth of a meter called?", "answers": [{"answer_start": \#
    107, "text": "nanometer"}, {"answer_start": 105, "text": "A nanometer"}]},
    {"id": "alcf-demo-26", "question": "About how many nanometers thick is a sheet of paper?", "answers": \#
    [{"answer_start": 172, "text": "100,000"}, {"answer_start": 166, "text": "about 100,000"}]},
    {"id": "alcf-demo-27", "question": "Where is dust filtered out of the air?", "answers": [{"answer_start": 221, \#
    "text": "a cleanroom"}, {"answer_start": 223, "text": "cleanroom"}]},
    {"id": "alcf-demo-28", "question": "What does the center share with the Advanced Photon Source?", "answers": \#
    [{"answer_start": 354, "text": "an X-ray nanoprobe"}, {"answer_start": 357, "text": "X-ray nanoprobe"}]}
      ]}]},
    {"title": "MPICH", "paragraphs": [{"context":
    "MPICH is a free implementation of the Message Passing Interface, or MPI, the standard by which the processes \#
    of a parallel program exchange messages. It was started at Argonne in the early 1990s, while the standard \#
    itself was being written, to show that the standard could be implemented. The letters CH in its name come from \#
    Chameleon, an older library of William Gropp. Many vendors of supercomputers base their own versions of MPI on \#
    MPICH. In MPI every process of a group has a number that is called its rank.",
      "qas": [
    {"id": "alcf-demo-29", "question": "Which standard does MPICH implement?", "answers": [{"answer_start": 38, \#
    "text": "Message Passing Interface"}, {"answer_start": 0, "text": "MPI"}, {"answer_start": 34, "text": "the \#
    Message Passing Interface"}]},
    {"id": "alcf-demo-30", "question": "From which library do the letters CH come?", "answers": [{"answer_start": \#
    326, "text": "Chameleon"}]},
    {"id": "alcf-demo-31", "question": "Who wrote the older library?", "answers": [{"answer_start": 357, "text": \#
    "William Gropp"}]},
    {"id": "alcf-demo-32", "question": "What is the number of a process in a group called?", "answers": \#
    [{"answer_start": 508, "text": "rank"}, {"answer_start": 504, "text": "its rank"}]}
      ]}]},
    {"title": "Globus", "paragraphs": [{"context":
    "Globus is a service for moving and sharing research data, run as a non-profit by the University of Chicago. A \#
    user asks for a transfer between two collections, and the service takes care of the rest: it moves the files \#
    directly from one to the other, checks them, and tries again after a failure. The user can close the laptop in \#
    the meantime, and gets an e-mail when the transfer is done. Globus Auth, another part, lets people sign in with \#
    the account of their own institution. Programs then receive an access token.",
      "qas": [
    {"id": "alcf-demo-33", "question": "Which university runs Globus?", "answers": [{"answer_start": 81, "text": \#
    "the University of Chicago"}, {"answer_start": 85, "text": "University of Chicago"}]},
    {"id": "alcf-demo-34", "question": "What does the user get when the transfer is done?", "answers": \#
    [{"answer_start": 353, "text": "an e-mail"}, {"answer_start": 356, "text": "e-mail"}]},
    {"id": "alcf-demo-35", "question": "Which part of Globus lets people sign in?", "answers": [{"answer_start": \#
    390, "text": "Globus Auth"}]},
    {"id": "alcf-demo-36", "question": "What do programs receive after a sign-in?", "answers": [{"answer_start": \#
    502, "text": "an access token"}, {"answer_start": 505, "text": "access token"}]}
      ]}]},
    {"title": "AI_Testbed", "paragraphs": [{"context":
    "The AI Testbed of the Argonne Leadership Computing Facility is a collection of computers with processors made \#
    for artificial intelligence. Researchers use it to find out which of these machines suit their work, as they \#
    differ from ordinary graphics processors in how they move data. One of the companies that is represented is \#
    SambaNova. Its SN40L processor is a reconfigurable dataflow unit: the steps of a neural network are laid out on \#
    the chip, and data flow from one to the next. It combines three tiers of memory, so that large models fit.",
      "qas": [
    {"id": "alcf-demo-37", "question": "Which company makes the SN40L processor?", "answers": [{"answer_start": \#
    327, "text": "SambaNova"}]},
    {"id": "alcf-demo-38", "question": "What kind of unit is the SN40L?", "answers": [{"answer_start": 361, "text": \#
    "a reconfigurable dataflow unit"}, {"answer_start": 363, "text": "reconfigurable dataflow unit"}]},
    {"id": "alcf-demo-39", "question": "How many tiers of memory does the SN40L combine?", "answers": \#
    [{"answer_start": 497, "text": "three"}]},
    {"id": "alcf-demo-40", "question": "For what are the processors of the AI Testbed made?", "answers": \#
    [{"answer_start": 114, "text": "artificial intelligence"}]}
      ]}]},
    {"title": "Graphics_processing_unit", "paragraphs": [{"context":
    "A graphics processing unit, or GPU, was first made to draw pictures on a screen. Because it does the same \#
    small calculation on many numbers at once, it also suits the matrix arithmetic of neural networks. The NVIDIA \#
    A100 is a GPU that was announced in 2020. It is based on the Ampere architecture and was sold with 40 or with \#
    80 gigabytes of memory. A system called Sophia at Argonne is built of NVIDIA DGX nodes with eight A100 GPUs \#
    each. Programs for these processors are often written in CUDA.",
      "qas": [
    {"id": "alcf-demo-41", "question": "In which year was the NVIDIA A100 announced?", "answers": [{"answer_start": \#
    252, "text": "2020"}]},
    {"id": "alcf-demo-42", "question": "On which architecture is the A100 based?", "answers": [{"answer_start": \#
    277, "text": "Ampere"}, {"answer_start": 273, "text": "the Ampere architecture"}, {"answer_start": 277, "text": \#
    "Ampere architecture"}]},
    {"id": "alcf-demo-43", "question": "How many A100 GPUs does each node of Sophia have?", "answers": \#
    [{"answer_start": 418, "text": "eight"}]},
    {"id": "alcf-demo-44", "question": "In what are programs for these processors often written?", "answers": \#
    [{"answer_start": 491, "text": "CUDA"}]}
      ]}]},
    {"title": "Argonne_Tandem_Linac_Accelerator_System", "paragraphs": [{"context":
    "ATLAS, the Argonne Tandem Linac Accelerator System, speeds up the nuclei of atoms so that physicists can study \#
    them. It was the first accelerator for heavy ions that used superconducting cavities. A superconductor carries \#
    electric current without resistance when it is very cold, so the cavities are cooled with liquid helium. ATLAS \#
    can accelerate ions of all stable elements, from hydrogen to uranium. Physicists use the beams to study how the \#
    protons and neutrons within a nucleus are arranged, and how the elements are made in stars.",
      "qas": [
    {"id": "alcf-demo-45", "question": "With what are the cavities cooled?", "answers": [{"answer_start": 312, \#
    "text": "liquid helium"}]},
    {"id": "alcf-demo-46", "question": "What kind of cavities does ATLAS use?", "answers": [{"answer_start": 171, \#
    "text": "superconducting"}, {"answer_start": 171, "text": "superconducting cavities"}]},
    {"id": "alcf-demo-47", "question": "What does ATLAS speed up?", "answers": [{"answer_start": 62, "text": "the \#
    nuclei of atoms"}, {"answer_start": 66, "text": "nuclei of atoms"}, {"answer_start": 66, "text": "nuclei"}]},
    {"id": "alcf-demo-48", "question": "Which is the heaviest element named in the range of ATLAS?", "answers": \#
    [{"answer_start": 394, "text": "uranium"}]}
      ]}]}
    ]}
    """#
