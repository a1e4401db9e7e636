// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Counts what got through, by kind of call.
abstract contract Kinds {
    /// @notice How often each kind of action got through, or each kind of attack was refused.
    mapping(bytes32 kind => uint256) public successes;
    bytes32[] private _kinds;
    mapping(bytes32 kind => bool) private _isKind;

    error UnknownKind(bytes32 kind);

    /// @notice Functions that the runner calls.
    function actions() external pure virtual returns (bytes4[] memory);

    /// @notice Kinds that have to get through at least once.
    function kinds() external view returns (bytes32[] memory) {
        return _kinds;
    }

    function _addKind(bytes32 kind) internal {
        _kinds.push(kind);
        _isKind[kind] = true;
    }

    /// @dev A kind that nobody listed would never be asked for.
    function _count(bytes32 kind) internal {
        if (!_isKind[kind]) revert UnknownKind(kind);
        ++successes[kind];
    }
}
