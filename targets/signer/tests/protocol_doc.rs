//! The examples of `docs/protocol.md`, played against the signer.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod device;

use device::Device;
use nanotao_signer::protocol::{Instruction, StatusWord};
use nanotao_signer::{Key, Memory};

#[test]
fn the_examples_of_the_document_are_what_the_device_does() {
    let document = include_str!("../../../docs/protocol.md");
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, None);
    let (mut instructions, mut words) = (vec![], vec![]);
    let mut in_example = false;
    let mut request = vec![];
    device.approve(60);
    for line in document.lines() {
        if line.starts_with("```") {
            in_example = line == "```apdu";
        } else if in_example {
            let (mark, rest) = line.split_once(' ').unwrap();
            match mark {
                "keys" => {
                    assert_eq!(rest, "up");
                    device.keys([Key::Up]);
                }
                ">" => request = hex::decode(rest.replace(' ', "")).unwrap(),
                "<" => {
                    device.send(&request);
                    let (data, word) = device.answers().remove(0);
                    let answer =
                        [&(data.len() as u32).to_be_bytes()[..], &data, &word.0.to_be_bytes()].concat();
                    let (expected, answer) = (rest.replace(' ', ""), hex::encode_upper(answer));
                    let (front, back) = expected.split_once('…').unwrap_or((&expected, ""));
                    let whole = expected.contains('…') || front == answer;
                    assert!(whole && answer.starts_with(front) && answer.ends_with(back), "{line}\n{answer}");
                    instructions.push(request[5]);
                    words.push(word);
                    device.approve(60);
                }
                other => panic!("{other}"),
            }
        }
    }
    for instruction in Instruction::ALL {
        assert!(instructions.contains(&(instruction as u8)), "{instruction:?} has no example");
    }
    assert!(words.contains(&StatusWord::INVALID));
    // Every status word that the code knows is in the table.
    let table: Vec<&str> = document.lines().filter(|line| line.starts_with("| ")).collect();
    for word in (0..=u16::MAX).map(StatusWord).filter(|word| word.meaning() != "unknown status word") {
        let name = if word.is_more() { "61xx".into() } else { format!("{:04X}", word.0) };
        assert!(table.iter().any(|line| line.contains(&name)), "{name}");
    }
}
