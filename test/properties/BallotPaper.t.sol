// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BallotPaperHarness} from "../../contracts/mocks/BallotPaperHarness.sol";
import {VM} from "../fixtures/Vm.sol";

contract BallotPaperTest {
    BallotPaperHarness private _harness;

    function setUp() external {
        _harness = new BallotPaperHarness();
    }

    function testFuzz_isTheEip712Hash(
        uint256[] calldata ids,
        uint8[] calldata support,
        address voter,
        uint256 nonce
    ) external view {
        VM.assertEq(_harness.hash(ids, support, voter, nonce), _eip712(ids, support, voter, nonce), "hash");
    }

    function testFuzz_anyChangeOfAnIdChangesTheHash(
        uint256[] memory ids,
        uint8[] memory support,
        address voter,
        uint256 nonce,
        uint256 at,
        uint256 change
    ) external view {
        VM.assume(ids.length != 0 && change != 0);
        bytes32 original = _harness.hash(ids, support, voter, nonce);
        ids[at % ids.length] ^= change;
        VM.assertNotEq(_harness.hash(ids, support, voter, nonce), original, "id");
    }

    function testFuzz_anyChangeOfASupportChangesTheHash(
        uint256[] memory ids,
        uint8[] memory support,
        address voter,
        uint256 nonce,
        uint256 at,
        uint8 change
    ) external view {
        VM.assume(support.length != 0 && change != 0);
        bytes32 original = _harness.hash(ids, support, voter, nonce);
        support[at % support.length] ^= change;
        VM.assertNotEq(_harness.hash(ids, support, voter, nonce), original, "support");
    }

    function testFuzz_anyChangeOfVoterOrNonceChangesTheHash(
        uint256[] calldata ids,
        uint8[] calldata support,
        address voter,
        uint256 nonce,
        uint160 voterChange,
        uint256 nonceChange
    ) external view {
        VM.assume(voterChange != 0 && nonceChange != 0);
        bytes32 original = _harness.hash(ids, support, voter, nonce);
        address otherVoter = address(uint160(voter) ^ voterChange);
        VM.assertNotEq(_harness.hash(ids, support, otherVoter, nonce), original, "voter");
        VM.assertNotEq(_harness.hash(ids, support, voter, nonce ^ nonceChange), original, "nonce");
    }

    function testFuzz_oneElementMoreChangesTheHash(
        uint256[] calldata ids,
        uint8[] calldata support,
        address voter,
        uint256 nonce
    ) external view {
        uint256[] memory moreIds = new uint256[](ids.length + 1);
        for (uint256 i = 0; i < ids.length; ++i) moreIds[i] = ids[i];
        uint8[] memory moreSupport = new uint8[](support.length + 1);
        for (uint256 i = 0; i < support.length; ++i) moreSupport[i] = support[i];
        bytes32 original = _harness.hash(ids, support, voter, nonce);
        VM.assertNotEq(_harness.hash(moreIds, support, voter, nonce), original, "ids");
        VM.assertNotEq(_harness.hash(ids, moreSupport, voter, nonce), original, "support");
    }

    /// @dev Encodes EIP-712 word by word, without the library's packed encoding.
    function _eip712(
        uint256[] calldata ids,
        uint8[] calldata support,
        address voter,
        uint256 nonce
    ) private pure returns (bytes32) {
        bytes memory idWords;
        for (uint256 i = 0; i < ids.length; ++i) idWords = bytes.concat(idWords, bytes32(ids[i]));
        bytes memory supportWords;
        for (uint256 i = 0; i < support.length; ++i) {
            supportWords = bytes.concat(supportWords, bytes32(uint256(support[i])));
        }
        return
            keccak256(
                bytes.concat(
                    keccak256("BallotPaper(uint256[] proposalIds,uint8[] support,address voter,uint256 nonce)"),
                    keccak256(idWords),
                    keccak256(supportWords),
                    bytes32(uint256(uint160(voter))),
                    bytes32(nonce)
                )
            );
    }
}
